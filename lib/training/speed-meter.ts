/** Steps a second over the last second. */
export class SpeedMeter {
  private readonly times: number[] = [];

  /** @param steps  how many steps have just ended */
  count(now: number, steps: number): void {
    for (let i = 0; i < steps; i++) this.times.push(now);
    while (this.times[0]! < now - 1000) this.times.shift();
  }

  get perSecond(): number {
    const { times } = this;
    if (times.length < 2) return 0;
    return ((times.length - 1) * 1000) / (times.at(-1)! - times[0]!);
  }
}
