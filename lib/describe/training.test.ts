import { describe, expect, it } from 'vitest';
import { toRadians } from '../sphere/angle';
import { inForce } from '../sphere/testing/every-loss';
import { percent } from './format';
import { describeTraining, trainingFacts } from './training';

const arcface = inForce('arcface', { s: 16, m: 0.5 });
/** Unit vectors of the plane at the given degrees. */
const at = (...degrees: number[]): Float32Array =>
  Float32Array.from(degrees.flatMap((angle) => [Math.cos(toRadians(angle)), Math.sin(toRadians(angle))]));

describe('trainingFacts', () => {
  it('counts samples inside the margin: nearest to their class, but not winning with it', () => {
    // Class 0 at 0°, class 1 at 90°: the test boundary is at 45°, class 0 trains up to (90° − 28.65°)/2 = 30.7°.
    const facts = trainingFacts({
      dimension: 2,
      points: at(0, 30, 31, 44, 46),
      labels: [0, 0, 0, 0, 0],
      directions: at(0, 90),
      inForce: arcface,
    });
    expect(facts).toMatchObject({ samples: 5, insideMargin: 2, pushedAway: 0, stuck: [] });
    expect(facts.closest!.classes).toEqual([0, 1]);
    expect(facts.closest!.angle).toBeCloseTo(Math.PI / 2, 6);
    expect(facts.closest!.satisfiable).toBe(true);
  });

  it('finds classes whose samples are nearer to others, samples beyond π − m, and directions too close for the margin', () => {
    // 160° > 151.4° = π − m.
    const picture = { dimension: 2, points: at(0, 160, 170), labels: [1, 0, 0], directions: at(0, 20), inForce: arcface };
    expect(trainingFacts(picture)).toMatchObject({ pushedAway: 2, stuck: [0, 1], closest: { satisfiable: false } });
    expect(trainingFacts({ ...picture, inForce: inForce('arcface', { s: 16, m: 0.5 }, 'clamp') }).pushedAway).toBe(0);
    expect(
      trainingFacts({ ...picture, inForce: { ...arcface, options: { pastPi: 'plain', gradient: 'detached' } } }).pushedAway,
    ).toBe(0);
  });

  it('judges by the given classes where norms and biases decide', () => {
    const picture = { dimension: 2, points: at(10, 20), labels: [0, 0], directions: at(0, 90), inForce: inForce('softmax', {}) };
    expect(trainingFacts(picture).stuck).toEqual([]);
    expect(trainingFacts({ ...picture, judgedAs: [1, 1] }).stuck).toEqual([0]);
  });

  it('does not speak of a margin where norms and biases decide', () => {
    expect(
      trainingFacts({ dimension: 2, points: at(1), labels: [0], directions: at(0, 90), inForce: inForce('softmax', {}) })
        .insideMargin,
    ).toBeNull();
  });
});

describe('describeTraining', () => {
  const facts = {
    samples: 300,
    closest: { classes: [2, 5] as const, angle: toRadians(34), satisfiable: true },
    insideMargin: 3,
    pushedAway: 0,
    stuck: [],
  };
  const words = { step: 120, loss: 1.234, accuracy: { train: 0.9731, test: 0.93 }, dimension: 2, facts };

  it('says what a sighted reader sees', () => {
    expect(describeTraining('en', words)).toBe(
      'Step 120, loss 1.23. Without the margin 97.3 % of the training samples and 93 % of the unseen ones are classified right. ' +
        'The closest classes, 2 and 5, are 34° apart. 3 of 300 drawn samples are inside the margin: right at test time, not yet in training.',
    );
    expect(describeTraining('ko', words)).toBe(
      '120단계, 손실 1.23. 마진 없이 분류하면 학습 샘플의 97.3%, 테스트 샘플의 93%가 맞습니다. ' +
        '서로 가장 가까운 클래스는 2와 5이며 34° 떨어져 있습니다. 그림의 샘플 300개 가운데 3개가 마진 안에 있습니다. 테스트에서는 맞지만 학습에서는 아직 이기지 못합니다.',
    );
  });

  it('says that a class is stuck, on a circle also why, but not in the first steps', () => {
    const stuck = { ...words, facts: { ...facts, stuck: [3], insideMargin: 0 } };
    expect(describeTraining('en', stuck)).not.toContain('stuck');
    const later = { ...stuck, step: 200 };
    expect(describeTraining('en', later)).toContain(
      'Class 3 is stuck: most of its samples are taken for another class. On a circle',
    );
    expect(describeTraining('ko', later)).toContain('클래스 3은 갇혀 있습니다.');
    expect(describeTraining('en', { ...later, dimension: 3 })).not.toContain('circle');
    const two = { ...later, facts: { ...later.facts, stuck: [3, 4] } };
    expect(describeTraining('en', two)).toContain('Classes 3, 4 are stuck');
    expect(describeTraining('ko', two)).toContain('클래스 3, 4는 갇혀 있습니다.');
    expect(describeTraining('en', later)).toContain('No sample is inside the margin.');
  });

  it('uses names, one and many, and leaves out what is not there', () => {
    const state = {
      ...words,
      accuracy: { train: 1, test: Number.NaN },
      names: ['', '', 'two', '', '', 'five'],
      facts: {
        ...facts,
        insideMargin: 1,
        pushedAway: 1,
        closest: { ...facts.closest, angle: toRadians(3.14), satisfiable: false },
      },
    };
    const said = describeTraining('en', state);
    expect(said).toContain('Without the margin 100 % of the training samples are classified right.');
    expect(said).toContain('The closest classes, two and five, are 3.1° apart: too close for the margin in force.');
    expect(said).toContain('One of 300 drawn samples is inside');
    expect(said).toContain('One sample is past the point');
    expect(
      describeTraining('en', { ...state, facts: { ...state.facts, closest: null, insideMargin: null, pushedAway: 0 } }),
    ).toBe('Step 120, loss 1.23. Without the margin 100 % of the training samples are classified right.');
  });
});

describe('percent', () => {
  it('says 100 % and 0 % only where they are exact', () => {
    expect(percent(0.99999, 'en')).toBe('99.9 %');
    expect(percent(1, 'en')).toBe('100 %');
    expect(percent(0.00001, 'ko')).toBe('0.1%');
    expect(percent(0, 'ko')).toBe('0%');
  });
});
