const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * Moves labels apart until neighbours are `gap` apart, each as near to its wish as the order allows, inside [top, bottom].
 * Keeps the order of the wishes, and the given order for equal ones.
 */
export function spreadLabels(wishes: readonly number[], gap: number, top: number, bottom: number): readonly number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => (wishes[a] ?? 0) - (wishes[b] ?? 0) || a - b);
  // Blocks of touching labels; a block sits at the mean of what its members want (isotonic regression).
  const blocks: { sum: number; members: number[] }[] = [];
  const place = (block: { sum: number; members: number[] }): number =>
    clamp(block.sum / block.members.length, top, bottom - (block.members.length - 1) * gap);
  for (const index of order) {
    blocks.push({ sum: wishes[index] ?? 0, members: [index] });
    for (;;) {
      const [last, before] = [blocks.at(-1), blocks.at(-2)];
      if (!last || !before || place(before) + before.members.length * gap <= place(last)) break;
      // A joined member at place k of the block wants its wish less k gaps.
      before.sum += last.sum - last.members.length * before.members.length * gap;
      before.members.push(...last.members);
      blocks.pop();
    }
  }
  const placed = new Array<number>(wishes.length).fill(0);
  for (const block of blocks)
    block.members.forEach((index, k) => {
      placed[index] = place(block) + k * gap;
    });
  return placed;
}
