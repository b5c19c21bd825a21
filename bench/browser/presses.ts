/** One arrow key on the margin's slider, milliseconds. */
export interface Press {
  /** Listeners of `input` with all that they set off at once. */
  readonly handler: number;
  /** The frame after it: animation callbacks, style, layout, paint. */
  readonly frame: number;
  /** From the key to the end of that frame. */
  readonly paint: number;
}

/** Runs in the page. Defines `nextPress`, which waits for a key on a slider and times what comes of it. */
export function watchPresses(): void {
  let resolve: (press: Press) => void = () => {};
  Object.assign(window, {
    nextPress: () =>
      new Promise<Press>((done) => {
        resolve = done;
      }),
  });
  let key = 0;
  let input = 0;
  let handler = 0;
  addEventListener(
    'keydown',
    (event) => {
      key = event.timeStamp;
    },
    true,
  );
  addEventListener(
    'input',
    () => {
      input = performance.now();
      requestAnimationFrame(() => {
        const frame = performance.now();
        // A message is heard as soon as the frame is through.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const end = performance.now();
          resolve({ handler, frame: end - frame, paint: end - key });
        };
        port2.postMessage(null);
      });
    },
    true,
  );
  // Last on the way up: all listeners below have run, with their microtasks.
  addEventListener('input', () => {
    handler = performance.now() - input;
  });
}
