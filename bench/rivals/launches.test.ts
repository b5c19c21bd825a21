import { describe, expect, it } from 'vitest';
import { counting } from './launches';

class Device {
  drawn = 0;
  draw(n: number): number {
    this.drawn += n;
    return this.drawn;
  }
}

describe('counting', () => {
  it('counts calls, which still do and give what they did, and then leaves the device as it was', async () => {
    const device = new Device();
    const given: number[] = [];
    const count = await counting(device as never, ['draw'], async () => {
      given.push(device.draw(2), device.draw(3));
    });
    expect(count).toBe(2);
    expect(given).toEqual([2, 5]);
    expect(Object.hasOwn(device, 'draw')).toBe(false);
    device.draw(1);
    expect(device.drawn).toBe(6);
  });

  it('leaves the device as it was also when the work fails', async () => {
    const device = new Device();
    const failing = counting(device as never, ['draw'], async () => {
      throw new Error('lost');
    });
    await expect(failing).rejects.toThrow('lost');
    expect(Object.hasOwn(device, 'draw')).toBe(false);
  });

  it('refuses a method that is not there, rather than counting none', async () => {
    await expect(counting({} as never, ['draw'], async () => {})).rejects.toThrow('no draw');
  });
});
