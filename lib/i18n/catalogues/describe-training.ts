import { defineMessages } from '../messages';

/** What a sighted reader sees of a run, in sentences. Names of classes come with their Korean particle already attached. */
export const describeTrainingMessages = defineMessages({
  en: {
    state: 'Step {step}, loss {loss}.',
    accuracy: 'Without the margin {train} of the training samples are classified right.',
    accuracyUnseen: 'Without the margin {train} of the training samples and {test} of the unseen ones are classified right.',
    closest: 'The closest classes, {a} and {b}, are {angle} apart.',
    tooClose: 'The closest classes, {a} and {b}, are {angle} apart: too close for the margin in force.',
    insideNone: 'No sample is inside the margin.',
    insideOne: 'One of {n} drawn samples is inside the margin: right at test time, not yet in training.',
    insideMany: '{count} of {n} drawn samples are inside the margin: right at test time, not yet in training.',
    pushedOne: 'One sample is past the point where the logit rises again, and is pushed away from its class.',
    pushedMany: '{count} samples are past the point where the logit rises again, and are pushed away from their class.',
    stuckOne: 'Class {classes} is stuck: most of its samples are taken for another class.',
    stuckMany: 'Classes {classes} are stuck: most of their samples are taken for other classes.',
    stuckCircle: 'On a circle classes cannot pass each other; another seed, or a smaller margin at first, can help.',
  },
  ko: {
    state: '{step}단계, 손실 {loss}.',
    accuracy: '마진 없이 분류하면 학습 샘플의 {train}가 맞습니다.',
    accuracyUnseen: '마진 없이 분류하면 학습 샘플의 {train}, 테스트 샘플의 {test}가 맞습니다.',
    closest: '서로 가장 가까운 클래스는 {aAnd} {b}이며 {angle} 떨어져 있습니다.',
    tooClose: '서로 가장 가까운 클래스는 {aAnd} {b}이며, {angle}밖에 떨어져 있지 않아 현재 마진을 만족할 수 없습니다.',
    insideNone: '마진 안에 있는 샘플은 없습니다.',
    insideOne: '그림의 샘플 {n}개 가운데 1개가 마진 안에 있습니다. 테스트에서는 맞지만 학습에서는 아직 이기지 못합니다.',
    insideMany: '그림의 샘플 {n}개 가운데 {count}개가 마진 안에 있습니다. 테스트에서는 맞지만 학습에서는 아직 이기지 못합니다.',
    pushedOne: '샘플 1개는 로짓이 다시 커지는 지점을 지나, 자기 클래스에서 밀려나고 있습니다.',
    pushedMany: '샘플 {count}개는 로짓이 다시 커지는 지점을 지나, 자기 클래스에서 밀려나고 있습니다.',
    stuckOne: '클래스 {classesTopic} 갇혀 있습니다. 샘플 대부분이 다른 클래스로 분류됩니다.',
    stuckMany: '클래스 {classesTopic} 갇혀 있습니다. 샘플 대부분이 다른 클래스로 분류됩니다.',
    stuckCircle: '원 위에서는 클래스가 서로를 지나칠 수 없습니다. 시드를 바꾸거나 처음에 마진을 작게 두면 나아질 수 있습니다.',
  },
});
