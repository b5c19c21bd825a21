import type { Locale } from '../lib/i18n/locale';

/** A term as `Term` shows it: its usual name in the language and one or two sentences. */
export interface GlossaryText {
  readonly term: string;
  readonly definition: string;
}

export interface GlossaryEntry extends Readonly<Record<Locale, GlossaryText>> {
  /** Key used by `Term`. */
  readonly id: string;
}

/** Terms of the margin losses, both languages side by side. The Korean terms carry the English one where papers leave it in English. */
export const glossary: readonly GlossaryEntry[] = [
  {
    id: 'identity',
    en: { term: 'identity', definition: 'A person, as a class. In training each identity is one class.' },
    ko: { term: '신원(identity)', definition: '클래스로서의 한 사람입니다. 학습할 때는 신원 하나가 클래스 하나가 됩니다.' },
  },
  {
    id: 'closed-set',
    en: { term: 'closed-set', definition: 'Every person in the test also occurs in training, so recognition is classification.' },
    ko: {
      term: '폐쇄형(closed-set)',
      definition: '테스트에 나오는 인물이 모두 학습 데이터에도 있는 설정입니다. 이때 인식은 곧 분류입니다.',
    },
  },
  {
    id: 'open-set',
    en: {
      term: 'open-set',
      definition:
        'The people in the test do not occur in training. Embeddings have to be compared. The labels of the test are known all the same.',
    },
    ko: {
      term: '개방형(open-set)',
      definition:
        '테스트에 나오는 인물이 학습 때 본 적 없는 사람인 설정입니다. 임베딩끼리 비교해야 합니다. 테스트 데이터의 레이블은 이 경우에도 주어져 있습니다.',
    },
  },
  {
    id: 'backbone',
    en: { term: 'backbone', definition: 'The network that turns an image into an embedding, without the class weights.' },
    ko: { term: '백본', definition: '이미지를 임베딩으로 바꾸는 신경망입니다. 클래스 가중치는 포함하지 않습니다.' },
  },
  {
    id: 'embedding',
    en: {
      term: 'embedding',
      definition:
        'The vector x that the network gives for one image. Similar images should get vectors with a small angle between them.',
    },
    ko: {
      term: '임베딩',
      definition: '신경망이 이미지 한 장에 대해 내놓는 벡터 x입니다. 비슷한 이미지일수록 벡터 사이의 각도가 작아야 합니다.',
    },
  },
  {
    id: 'class-centre',
    en: {
      term: 'class direction',
      definition: 'The weight vector W of a class, scaled to length 1. The loss treats it as the centre of the class.',
    },
    ko: {
      term: '클래스 중심(클래스 방향)',
      definition: '길이를 1로 맞춘 클래스 가중치 벡터 W입니다. 손실은 이 방향을 클래스의 중심으로 봅니다.',
    },
  },
  {
    id: 'norm',
    en: { term: 'norm', definition: 'The length of a vector.' },
    ko: { term: '노름(norm)', definition: '벡터의 길이(크기)입니다.' },
  },
  {
    id: 'cosine-similarity',
    en: {
      term: 'cosine similarity',
      definition:
        'The cosine of the angle between two vectors: 1 for the same direction, 0 at a right angle, −1 for opposite directions.',
    },
    ko: {
      term: '코사인 유사도',
      definition: '두 벡터가 이루는 각도의 코사인입니다. 같은 방향이면 1, 직각이면 0, 반대 방향이면 −1입니다.',
    },
  },
  {
    id: 'hypersphere',
    en: {
      term: 'hypersphere',
      definition: 'All points at the same distance from the origin: a circle in two dimensions, a sphere in three, and so on.',
    },
    ko: {
      term: '초구(hypersphere)',
      definition: '원점에서 같은 거리에 있는 점의 집합입니다. 2차원에서는 원, 3차원에서는 구면이고 더 높은 차원으로 이어집니다.',
    },
  },
  {
    id: 'geodesic',
    en: {
      term: 'geodesic',
      definition:
        'The shortest path on a surface. On a sphere it is an arc of a great circle; at radius 1 its length is the angle.',
    },
    ko: {
      term: '측지선(geodesic)',
      definition: '곡면 위의 최단 경로입니다. 구면에서는 대원의 호이고, 반지름이 1이면 그 길이인 측지 거리는 각도와 같습니다.',
    },
  },
  {
    id: 'logit',
    en: { term: 'logit', definition: 'The score of a class before softmax turns scores into probabilities.' },
    ko: { term: '로짓(logit)', definition: '소프트맥스가 확률로 바꾸기 전의 클래스 점수입니다.' },
  },
  {
    id: 'target-logit',
    en: { term: 'target logit', definition: 'The score of the true class. A margin loss changes this score while it trains.' },
    ko: { term: '목표 로짓', definition: '정답 클래스의 로짓입니다. 마진 손실은 학습하는 동안 이 값을 바꿉니다.' },
  },
  {
    id: 'softmax',
    en: {
      term: 'softmax loss',
      definition: 'Softmax over the scores of all classes, then the negative logarithm of the probability of the true class.',
    },
    ko: {
      term: '소프트맥스 손실',
      definition: '모든 클래스의 로짓에 소프트맥스를 적용한 뒤 정답 클래스 확률의 로그에 음수를 취한 값입니다.',
    },
  },
  {
    id: 'scale',
    en: {
      term: 'scale',
      definition: 'The number s by which all cosines are multiplied before softmax. It decides how sharply probabilities change.',
    },
    ko: {
      term: '스케일',
      definition: '소프트맥스에 넣기 전에 모든 코사인에 곱하는 수 s입니다. 확률이 얼마나 가파르게 변할지를 정합니다.',
    },
  },
  {
    id: 'margin',
    en: {
      term: 'margin',
      definition: 'How much better than just right a sample has to be in training. In ArcFace it is an angle.',
    },
    ko: {
      term: '마진',
      definition: '학습할 때 샘플이 겨우 맞히는 수준보다 얼마나 더 나아야 하는지를 나타내는 값입니다. ArcFace에서는 각도입니다.',
    },
  },
  {
    id: 'decision-boundary',
    en: { term: 'decision boundary', definition: 'Where two classes have the same score.' },
    ko: { term: '결정 경계', definition: '두 클래스의 점수가 같아지는 곳입니다.' },
  },
  {
    id: 'training-boundary',
    en: {
      term: 'training boundary',
      definition: 'Where the score of a class, with its margin, just equals the best other score. Every class has its own.',
    },
    ko: {
      term: '학습 경계',
      definition: '마진을 적용한 클래스 점수가 다른 클래스의 최고 점수와 같아지는 곳입니다. 클래스마다 따로 있습니다.',
    },
  },
  {
    id: 'test-boundary',
    en: {
      term: 'test boundary',
      definition:
        'Where two classes have the same score without a margin. With equal lengths it lies midway between two class directions.',
    },
    ko: {
      term: '테스트 경계',
      definition: '마진 없이 두 클래스의 점수가 같아지는 곳입니다. 길이가 같으면 두 클래스 방향의 한가운데에 놓입니다.',
    },
  },
  {
    id: 'feasibility',
    en: {
      term: 'feasible margin',
      definition:
        'A margin that leaves every class some room. How large it can be depends on the number of classes and on the dimension.',
    },
    ko: {
      term: '실현 가능한 마진',
      definition: '모든 클래스에 머물 자리가 남는 마진입니다. 그 한계는 클래스 수와 차원에 따라 달라집니다.',
    },
  },
  {
    id: 'stop-gradient',
    en: {
      term: 'stop-gradient',
      definition: 'A part of a computation that counts for the value and is treated as a constant when the gradient is taken.',
    },
    ko: {
      term: '그래디언트 차단(stop-gradient)',
      definition: '값을 계산할 때는 쓰지만 그래디언트를 구할 때는 상수로 취급하는 부분입니다.',
    },
  },
  {
    id: 'triplet-loss',
    en: {
      term: 'triplet loss',
      definition: 'Asks that a sample be closer to one of the same person than to one of another person, by a margin.',
    },
    ko: {
      term: '삼중항 손실(triplet loss)',
      definition: '기준 샘플이 다른 사람의 샘플보다 같은 사람의 샘플에 마진만큼 더 가깝도록 요구하는 손실입니다.',
    },
  },
  {
    id: 'centre-loss',
    en: {
      term: 'centre loss',
      definition: 'Adds to softmax the squared distance of each feature to the running centre of its class.',
    },
    ko: {
      term: '센터 손실(center loss)',
      definition: '특징과 그 클래스 중심 사이의 거리 제곱을 소프트맥스 손실에 더한 손실입니다. 중심은 학습하면서 갱신합니다.',
    },
  },
  {
    id: 'tar-far',
    en: {
      term: 'TAR at FAR',
      definition:
        'True accept rate at a false accept rate: the share of matching pairs accepted when the threshold lets the given share of other pairs through.',
    },
    ko: {
      term: 'TAR(정수락률)과 FAR(오수락률)',
      definition:
        'FAR은 다른 사람의 쌍을 같은 사람으로 받아들이는 비율입니다. 이 비율이 정해진 값이 되도록 임계값을 두었을 때 같은 사람의 쌍을 받아들이는 비율이 TAR입니다.',
    },
  },
];
