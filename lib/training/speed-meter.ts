/** Steps a second over the last second. */
export class SpeedMeter {
  private readonly times: number[] = [];

  count(now: number): void {
    this.times.push(now);
    while (this.times[0]! < now - 1000) this.times.shift();
  }

  get perSecond(): number {
    const { times } = this;
    if (times.length < 2) return 0;
    return ((times.length - 1) * 1000) / (times.at(-1)! - times[0]!);
  }
}
