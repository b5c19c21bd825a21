/**
 * Runs before the first paint, so that a chosen theme does not flash. It stands in the page as text, and the page's policy
 * allows it by its hash. Storage may be forbidden; then the device's theme holds, which is what the page starts with.
 */
export const firstPaint = `(function () {
  var root = document.documentElement;
  root.classList.add('js');
  var choice = null;
  try { choice = localStorage.getItem('margin-notes-theme'); } catch (error) { /* storage is forbidden: follow the device */ }
  if (choice !== 'light' && choice !== 'dark') choice = 'system';
  var dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.themeChoice = choice;
  root.dataset.theme = dark ? 'dark' : 'light';
})();`;
