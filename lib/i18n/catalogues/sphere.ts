import { defineMessages } from '../messages';

/** Words of the sphere and its views. */
export const sphereMessages = defineMessages({
  en: {
    stage: 'Sphere. Arrow keys turn it, page up and page down roll it, Home brings the front back',
    views: 'View',
    front: 'Front',
    back: 'Back',
    top: 'Top',
    classToFront: 'Class to the front',
    chooseClass: 'Class …',
    held: 'The sphere follows your finger now. Tap outside it to scroll again.',
    noWebgl: 'WebGL does not work here, so this is a drawing without shading. You can still turn it.',
    lost: 'The graphics context was lost. This is a drawing without shading; it still turns and follows the training.',
    again: 'Try WebGL again',
  },
  ko: {
    stage: '구면 그림. 화살표 키로 돌리고 Page Up과 Page Down으로 기울이며 Home 키로 정면으로 돌아갑니다',
    views: '시점',
    front: '정면',
    back: '뒷면',
    top: '위',
    classToFront: '클래스를 정면으로',
    chooseClass: '클래스 …',
    held: '이제 구가 손가락을 따라 움직입니다. 다시 스크롤하려면 구 바깥을 누르세요.',
    noWebgl: '이 기기에서는 WebGL이 동작하지 않아 음영 없는 그림으로 보여 줍니다. 돌려 보는 것은 그대로 됩니다.',
    lost: '그래픽 컨텍스트가 사라져 음영 없는 그림으로 바꾸었습니다. 회전과 학습 표시는 그대로 동작합니다.',
    again: 'WebGL 다시 시도',
  },
});
