import { effect, type ReadonlySignal } from '@preact/signals';

/** Milliseconds between two changes of a run that goes on: a slider that is being dragged does not fill the link. */
const changeEvery = 200;

/** Calls `apply` with each new value of a signal (not the first), at most every 200 ms and always with the last. Returns how to stop. */
export function followSlowly<T>(source: ReadonlySignal<T>, apply: (value: T) => void): () => void {
  let first = true;
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const value = source.value;
    if (first) {
      first = false;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        last = performance.now();
        apply(value);
      },
      Math.max(0, last + changeEvery - performance.now()),
    );
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
