import { show } from '../objectives/check';
import { InputError } from '../objectives/objective';
import { objectives } from '../objectives/registry';
import { evaluateCase } from './case';

/**
 * The text of a case, or of an array of cases, to the text of its result or results.
 * @throws InputError with one message; in an array it begins with the number of the case, from 0
 */
export function evaluateText(text: string): string {
  const given = parse(text.replace(/^\uFEFF/, ''));
  const result = Array.isArray(given) ? given.map(evaluateOneOf) : evaluateCase(given);
  return JSON.stringify(result, plain);
}

/** JSON, and the NaN and Infinity that Python writes into it, which become text, so that the message names field and row. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (part) => (part[0] === '"' ? part : `"${part}"`));
    if (quoted !== text) return parse(quoted);
    const found = text.trim() === '' ? 'nothing was given' : `it is not JSON (${error.message})`;
    throw new InputError('input', found, 'a case { "loss": …, "embeddings": …, "weights": …, "labels": … } or an array of cases');
  }
}

function evaluateOneOf(given: unknown, index: number): unknown {
  try {
    return evaluateCase(given);
  } catch (error) {
    if (error instanceof InputError) error.message = `case ${index}: ${error.message}`;
    throw error;
  }
}

/** Every objective with its parameters, defaults, ranges, options and source, as JSON. */
export function listText(): string {
  const list = [...objectives.values()].map(({ settings, evaluate: _, withParams: __, ...objective }) => ({
    ...objective,
    params: settings,
  }));
  return JSON.stringify(list, null, 2);
}

/** What the command line asks for. @throws InputError */
export function readArguments(args: readonly string[]): { list: boolean; file: string | null; help: boolean } {
  const asked = { list: false, file: null as string | null, help: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--list') asked.list = true;
    else if (arg === '--help' || arg === '-h') asked.help = true;
    else if (arg.startsWith('--file=') && arg.length > 7) asked.file = arg.slice(7);
    else if (arg === '--file' && args[i + 1]) asked.file = args[++i]!;
    else if (arg === '--file') throw new InputError('--file', 'no file name follows', '--file case.json');
    else throw new InputError('arguments', show(arg), '--list, --file case.json, --help, or a case on the standard input');
  }
  return asked;
}

export const helpText = `Evaluates a loss of the margin family on a batch, in double precision: value, gradients, state.

  npm run --silent evaluate < case.json
  npm run --silent evaluate -- --file case.json
  npm run --silent evaluate -- --list            every loss with its parameters, as JSON

A case: {"loss": "arcface", "params": {"s": 64, "m": 0.5}, "embeddings": [[…]], "weights": [[…]], "labels": […]}
An array of cases gives an array of results.`;

/** Typed arrays print as arrays. */
const plain = (_: string, value: unknown): unknown => (value instanceof Float64Array ? Array.from(value) : value);
