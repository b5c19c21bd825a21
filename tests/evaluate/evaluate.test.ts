import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateText } from '../../lib/evaluate/evaluate';
import { objectives } from '../../lib/objectives/registry';
import { allCases, type Case, settingsOf } from './cases';
import { allowedOnALine, differences, drawn, type Expected, runReference, type Values } from './compare';

const cases = allCases();
const evaluate = (given: Case): Values => JSON.parse(evaluateText(JSON.stringify(given)));

/** What the reference is given: draws of a margin or of classes are not its business, so it gets those that were drawn. */
function withDraws(given: Case, { stateAfter }: Values): Case {
  if (given.loss !== 'elasticface' && given.loss !== 'partial-fc') return given;
  return { ...given, state: stateAfter as NonNullable<Case['state']> };
}

describe('evaluate against an independent implementation in PyTorch', () => {
  let results: Values[];
  let reference: readonly Expected[] | null;
  beforeAll(() => {
    results = cases.map(evaluate);
    reference = runReference(cases.map((one, i) => withDraws(one, results[i]!)));
  }, 60_000);

  for (const loss of Object.keys(settingsOf)) {
    it(`${loss}: loss, logits, every gradient and the state agree`, ({ skip }) => {
      if (!reference) return skip('no Python with torch is installed here');
      const found = cases.flatMap((one, i) => {
        if (one.loss !== loss) return [];
        const wrong = differences(
          results[i]!,
          drawn(results[i]!, reference![i]!),
          one.embeddings[0]!.length === 1 ? allowedOnALine : 0,
        );
        return wrong.length > 0 ? [{ ...one, wrong }] : [];
      });
      expect(found.map(({ params, wrong }) => ({ params, wrong }))).toEqual([]);
    });
  }

  it('covers every loss of the list, and every option of each', () => {
    expect(Object.keys(settingsOf)).toEqual([...objectives.keys()]);
    for (const [loss, settings] of Object.entries(settingsOf)) {
      for (const setting of objectives.get(loss)!.settings) {
        if (setting.kind !== 'choice') continue;
        const met = new Set(settings.map((params) => params[setting.id] ?? setting.default));
        expect([...met].sort(), `${loss} ${setting.id}`).toEqual([...setting.options].sort());
      }
    }
  });

  it('would notice a difference in the eighth digit, a missing row and a value that is no number', () => {
    const [given] = cases.filter(({ loss }) => loss === 'arcface');
    const right = evaluate(given!);
    expect(differences(right, right)).toEqual([]);
    const other = evaluate({ ...given!, params: { ...given!.params, m: 0.5 + 1e-8 } });
    expect(differences(other, right).map((text) => text.split(/[[:]/)[0])).toEqual(
      expect.arrayContaining(['loss', 'logits', 'gradEmbeddings', 'gradWeights']),
    );
    expect(differences({ ...right, gradWeights: (right['gradWeights'] as unknown[]).slice(1) }, right)).toHaveLength(1);
    expect(differences({ ...right, loss: Number.NaN }, right)).toHaveLength(1);
    expect(differences({ ...right, gradWeights: undefined }, right)).toHaveLength(1);
  });
});
