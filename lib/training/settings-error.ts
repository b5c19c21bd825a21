/** Settings that no run can be made of; the message says which and why. */
export class SettingsError extends Error {
  readonly code = 'bad-settings';

  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}
