import { batch, effect, type Signal, signal } from '@preact/signals';
import { decodeAll, encodeAll, type Fields, type Problem } from '../../../lib/settings/field';
import { decodePage, defaultPageState, encodePage, pageKeys } from '../../../lib/settings/page';
import { formatQuery, parseQuery } from '../../../lib/settings/query';
import { pageState, setPageState } from './page-state';

/**
 * The one reader and writer of the address. The address always reproduces what is on screen: the page's state, the state of
 * every figure that is awake, and, untouched, the pairs of figures that still sleep. It replaces the current history entry,
 * at most three times a second, and never adds one.
 */
const pause = 334;

/** State of one figure in the address. */
interface Registered {
  readonly name: string;
  readonly keys: ReadonlySet<string>;
  encode(): [string, string][];
  decode(query: ReadonlyMap<string, string>): Problem[];
}

const slices = new Map<string, Registered>();
/** Pairs of the address that nobody has claimed yet: those of sleeping figures, or of somebody else. */
let unclaimed = new Map<string, string>();
const sliceCount = signal(0);

/** What was changed about the address that the reader came with. */
export const problems = signal<readonly Problem[]>([]);

const inBrowser = typeof window !== 'undefined';

/** The query string of all that is on screen, with its `?`, or the empty string. */
export function snapshot(): string {
  const pairs = [...encodePage(pageState.value)];
  for (const slice of slices.values()) pairs.push(...slice.encode());
  return formatQuery([...pairs, ...unclaimed]);
}

/** Brings the whole page to the state of a query string: what it does not name takes its default. */
export function restore(query: string): void {
  read(parseQuery(query));
}

/** Changes what a query string names and keeps the rest: the meaning of a “try it” link. */
export function apply(patch: string): void {
  const changes = parseQuery(patch);
  const current = parseQuery(snapshot());
  // A new loss brings its own toy values, so parameters of the old one do not stay behind.
  if (changes.has('loss')) for (const key of pageKeys) if (key !== 's' && key !== 'gradient') current.delete(key);
  for (const [key, value] of changes) current.set(key, value);
  read(current, false);
}

/** Brings the page's parameters to where it starts; figures keep what is theirs. */
export function resetPage(): void {
  setPageState(defaultPageState);
  problems.value = [];
}

/** The address of the page in its present state, optionally at one of its parts. */
export function currentLink(fragment = ''): string {
  const url = new URL(window.location.href);
  url.search = snapshot();
  url.hash = fragment;
  return url.href;
}

/** Makes a figure's state part of the address. Called once a figure; a second call with the same name is an error. */
export function register<S>(name: string, fields: Fields<S>, state: Signal<S>): void {
  if (slices.has(name)) throw new Error(`the address already has a slice "${name}"`);
  const keys = new Set(Object.values<{ key: string }>(fields).map((field) => field.key));
  for (const key of keys) {
    const owner = pageKeys.has(key) ? 'the page' : [...slices.values()].find((slice) => slice.keys.has(key))?.name;
    if (owner) throw new Error(`key "${key}" of slice "${name}" already belongs to ${owner}`);
  }
  const slice: Registered = {
    name,
    keys,
    encode: () => encodeAll(fields, state.value),
    decode(query) {
      const decoded = decodeAll(fields, query);
      state.value = decoded.state;
      return decoded.problems;
    },
  };
  slices.set(name, slice);
  const found = slice.decode(unclaimed);
  for (const key of keys) unclaimed.delete(key);
  if (found.length) problems.value = [...problems.value, ...found];
  sliceCount.value++;
}

function read(query: ReadonlyMap<string, string>, report = true): void {
  batch(() => {
    const page = decodePage(query);
    setPageState(page.state);
    const found = [...page.problems];
    const claimed = new Set(pageKeys);
    for (const slice of slices.values()) {
      found.push(...slice.decode(query));
      for (const key of slice.keys) claimed.add(key);
    }
    unclaimed = new Map([...query].filter(([key]) => !claimed.has(key)));
    if (report) problems.value = found;
    sliceCount.value++;
  });
}

let timer: ReturnType<typeof setTimeout> | undefined;
let lastWrite = 0;

function write(): void {
  clearTimeout(timer);
  timer = undefined;
  const query = snapshot();
  if (query === window.location.search) return;
  lastWrite = performance.now();
  window.history.replaceState(window.history.state, '', `${window.location.pathname}${query}${window.location.hash}`);
}

function writeSoon(): void {
  if (timer !== undefined) return;
  timer = setTimeout(write, Math.max(0, lastWrite + pause - performance.now()));
}

if (inBrowser) {
  read(parseQuery(window.location.search));
  effect(() => {
    sliceCount.value; // a figure that wakes or a pair that goes changes the address, too
    snapshot();
    writeSoon();
  });
  // An older history entry may hold an older query; the page stays as it is, so the address follows.
  window.addEventListener('popstate', writeSoon);
  window.addEventListener('pagehide', write);
}
