import * as Comlink from 'comlink';
import type { Digits8 } from '../datasets/digits8';
import { fetchDigits8 } from '../datasets/fetch';
import { loadDataset } from '../datasets/load';
import { type BackendTrial, tryBackend } from './backend-trial';
import { type BackendFiles, isSoftwareRendered, useBackend } from './backends';
import { Host } from './host';
import type { Surroundings } from './hosted-run';
import type { HostCommand, HostEvent, HostRun } from './protocol';
import type { BackendName, RunSettings } from './types';

/** What the page may ask of the worker. Calls are heard in order. */
export interface WorkerApi {
  /** Where the data sets are. Before anything else. */
  start(dataBase: string): void;
  create(id: number, run: HostRun, onEvent: (event: HostEvent) => void): void;
  command(id: number, command: HostCommand): void;
  remove(id: number): Promise<void>;
  /** Loads backend and data into the worker's memory. Throws if either fails. */
  prefetch(backend: BackendName, settings: RunSettings): Promise<void>;
  /** Times some steps of a run on a backend. */
  tryBackend(backend: BackendName, settings: RunSettings): Promise<BackendTrial>;
  /** Answers as soon as the worker hears messages. */
  ping(): void;
}

export function createWorkerApi(files: BackendFiles): WorkerApi {
  let dataBase = '';
  let digits: Promise<Digits8> | null = null;
  const now = () => performance.now();

  const dataset: Surroundings['dataset'] = ({ settings }, progress) =>
    loadDataset(settings.dataset, settings.seed, () => {
      digits ??= fetchDigits8(dataBase, progress);
      // After a failure the next run tries again.
      digits.catch(() => {
        digits = null;
      });
      return digits;
    });

  const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const host = new Host({ files, now, wait, dataset }, breathe);
  const asRun = (backend: BackendName, settings: RunSettings): HostRun => ({
    settings,
    backend,
    changes: [],
    failed: [],
    snapshot: null,
    note: null,
  });
  return {
    start(base) {
      dataBase = base;
    },
    create(id, run, onEvent) {
      host.create(id, run, (event) => onEvent(withTransfer(event)));
    },
    command: (id, command) => host.command(id, command),
    remove: (id) => host.remove(id),
    async prefetch(backend, settings) {
      await Promise.all([useBackend(backend, files), dataset(asRun(backend, settings), () => {})]);
    },
    async tryBackend(backend, settings) {
      await useBackend(backend, files);
      if (isSoftwareRendered(backend)) throw new Error(`${backend} has no GPU`);
      return tryBackend(settings, await dataset(asRun(backend, settings), () => {}), now);
    },
    ping() {},
  };
}

/** Big buffers move to the page instead of being copied. */
function withTransfer(event: HostEvent): HostEvent {
  if (event.kind === 'frame') {
    const { embeddings, labels, samples, weights, bias } = event.frame;
    return Comlink.transfer(event, buffersOf([embeddings, labels, samples, weights, bias]));
  }
  return event;
}

const buffersOf = (arrays: readonly ArrayBufferView[]): ArrayBuffer[] => arrays.map((array) => array.buffer as ArrayBuffer);

/** Lets waiting messages in. A message to oneself comes after them, and without the 4 ms of a timer. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
