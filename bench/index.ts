import defaults from './defaults';
import engine from './engine';
import stuckRuns from './stuck-runs';

/** Benches by name; `npm run bench` runs the quick one, `npm run bench -- defaults stuck-runs` the others (minutes). */
const benches: Readonly<Record<string, () => Promise<void>>> = { engine, defaults, 'stuck-runs': stuckRuns };

export default async function main(names: readonly string[]): Promise<void> {
  for (const name of names.length > 0 ? names : ['engine']) {
    const bench = benches[name];
    if (!bench) throw new Error(`No bench is called ${name}; there are: ${Object.keys(benches).join(', ')}`);
    console.log(`# ${name}\n`);
    await bench();
  }
}
