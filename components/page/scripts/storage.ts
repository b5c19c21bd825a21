/** What the reader chose, kept on the device. Storage may be forbidden or full: then a choice lasts as long as the page. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`margin-notes-${key}`);
    else localStorage.setItem(`margin-notes-${key}`, value);
  } catch (error) {
    console.info(`This browser does not keep the choice "${key}":`, error);
  }
}

/** What was kept under a key, or null. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`margin-notes-${key}`);
  } catch (error) {
    console.info(`This browser does not let a page remember "${key}":`, error);
    return null;
  }
}
