import { HostedRun, type Surroundings } from './hosted-run';
import type { HostCommand, HostRun, Send } from './protocol';

/**
 * All runs of a worker, stepped in turn: never two at the same time, since a backend is in force for the whole worker. Between
 * two turns the worker hears its messages.
 */
export class Host {
  private readonly runs = new Map<number, HostedRun>();
  private turning = false;

  constructor(
    private readonly around: Surroundings,
    /** Lets waiting messages in. */
    private readonly breathe: () => Promise<void>,
  ) {}

  create(id: number, run: HostRun, send: Send): void {
    this.runs.set(id, new HostedRun(run, this.around, send));
  }

  command(id: number, command: HostCommand): void {
    this.runs.get(id)?.command(command);
    void this.turnUntilIdle();
  }

  /** Frees the run's tensors; resolves when its present turn is over. */
  async remove(id: number): Promise<void> {
    const run = this.runs.get(id);
    this.runs.delete(id);
    if (!run) return;
    await this.presentTurn;
    run.dispose();
  }

  private presentTurn: Promise<void> = Promise.resolve();

  private async turnUntilIdle(): Promise<void> {
    if (this.turning) return;
    this.turning = true;
    for (let busy = true; busy; ) {
      busy = false;
      for (const [id, run] of [...this.runs]) {
        if (!this.runs.has(id) || !run.wantsTurn) continue;
        busy = true;
        this.presentTurn = run.turn();
        await this.presentTurn;
        await this.breathe();
      }
    }
    this.turning = false;
  }
}
