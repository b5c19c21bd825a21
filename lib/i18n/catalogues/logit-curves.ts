import { defineMessages } from '../messages';

/** Words of the target-logit figure. */
export const logitCurves = defineMessages({
  en: {
    title: 'Target logit against the angle to the own class, for seven losses and yours',
    description:
      'Seven curves fall from left to right. At 20° softmax is highest, 0.94; between 30.7° and 100° ArcFace lies below CosFace. Your loss is drawn as a broad line. Below, the slope of each curve.',
    valueAxis: 'target logit ÷ s',
    slopeAxis: 'slope, per radian',
    factorAxis: 'pull, softmax = 1',
    thetaAxis: 'angle to the own class',
    yours: 'yours',
    yoursIs: 'yours: {loss}',
    window: 'Window',
    paper: 'paper, 20–100°',
    full: 'full, 0–180°',
    paperWindow: 'the paper’s window',
    lower: 'Lower panel',
    slope: 'slope',
    factor: 'pull',
    cursor: 'Angle θ of the cursor',
    cursorText: '{theta} degrees. Yours: logit {value}, slope {slope}',
    table: 'Values at θ = {theta}',
    loss: 'Loss',
    value: 'logit',
    pull: 'pull',
    toggle: 'Press a name to hide or show its curve',
    crossing: 'ArcFace = CosFace at {theta}',
    away: 'Above 0: pushed away from the class',
    awayFactor: 'Below 0: pushed away from the class',
    spoken:
      'At θ = {theta}, {loss} gives the target logit {value} before the scale, with slope {slope} per radian: a pull {factor} times that of softmax.',
    spokenEnd:
      'At θ = {theta}, {loss} gives the target logit {value} before the scale. The direction of the pull is undefined there.',
  },
  ko: {
    title: '자기 클래스와의 각도에 따른 목표 로짓: 일곱 가지 손실과 현재 설정',
    description:
      '일곱 곡선이 모두 왼쪽에서 오른쪽으로 내려갑니다. 20°에서는 소프트맥스가 0.94로 가장 높고, 30.7°와 100° 사이에서는 ArcFace가 CosFace보다 아래에 있습니다. 현재 설정의 손실은 굵은 선입니다. 아래 그림은 각 곡선의 기울기입니다.',
    valueAxis: '목표 로짓 ÷ s',
    slopeAxis: '기울기(라디안당)',
    factorAxis: '당기는 힘, 소프트맥스 = 1',
    thetaAxis: '자기 클래스와의 각도',
    yours: '현재 설정',
    yoursIs: '현재 설정: {loss}',
    window: '범위',
    paper: '논문, 20–100°',
    full: '전체, 0–180°',
    paperWindow: '논문이 보여 준 범위',
    lower: '아래 그림',
    slope: '기울기',
    factor: '당기는 힘',
    cursor: '커서의 각도 θ',
    cursorText: '{theta}도. 현재 설정: 로짓 {value}, 기울기 {slope}',
    table: 'θ = {theta}에서의 값',
    loss: '손실',
    value: '로짓',
    pull: '힘',
    toggle: '이름을 누르면 곡선을 숨기거나 다시 표시합니다',
    crossing: '{theta}에서 ArcFace = CosFace',
    away: '0보다 위: 클래스에서 밀려남',
    awayFactor: '0보다 아래: 클래스에서 밀려남',
    spoken:
      'θ = {theta}에서 {loss}의 목표 로짓은 스케일을 곱하기 전 {value}이고, 기울기는 라디안당 {slope}입니다. 당기는 힘은 소프트맥스의 {factor}배입니다.',
    spokenEnd:
      'θ = {theta}에서 {loss}의 목표 로짓은 스케일을 곱하기 전 {value}입니다. 이 점에서는 당기는 방향이 정해지지 않습니다.',
  },
});
