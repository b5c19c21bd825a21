import { checkNumbers } from './scenario';

/** What the test starts in another Node: prints the check numbers of both backends as JSON. */
const cpu = await checkNumbers('cpu', null);
const wasm = await checkNumbers('wasm', null);
console.log(JSON.stringify({ cpu, wasm }));
