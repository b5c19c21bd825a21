import { expect, it } from 'vitest';
import { evaluateText } from './evaluate';
import { examples } from './examples';
import { readable } from './readable';

it.each(examples.map(({ id, input }) => [id, input] as const))(
  'the example %s is accepted and has a loss above 0',
  (_, input) => {
    const results = [JSON.parse(evaluateText(readable(input)))].flat() as { loss: number }[];
    for (const { loss } of results) expect(loss).toBeGreaterThan(0);
  },
);

it('the examples of options show what the options change', () => {
  const results = (id: string) => JSON.parse(evaluateText(JSON.stringify(examples.find((one) => one.id === id)!.input)));
  expect(new Set(results('pastPi').map(({ loss }: { loss: number }) => loss)).size).toBe(3);
  const [exact, detached] = results('detached');
  expect(detached.loss).toBe(exact.loss);
  expect(detached.gradEmbeddings).not.toEqual(exact.gradEmbeddings);
});
