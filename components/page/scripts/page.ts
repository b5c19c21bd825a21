/** Everything that a page does outside its islands. Each part looks for its elements and does nothing where there are none. */
import { cards } from './cards';
import { copyButtons } from './copy';
import { followEquations } from './equation';
import { offerLanguage } from './language-offer';
import { linkSymbols } from './linked-symbols';
import { followLoss, liveValues } from './live-values';
import { closeMenus } from './menus';
import { keepPlace } from './place';
import { revealPredictions } from './predictions';
import { scrollersByKey } from './scrollers';
import { themeButton } from './theme';
import { tryIt } from './try-it';

keepPlace();
themeButton();
offerLanguage();
closeMenus();
linkSymbols();
liveValues();
followLoss();
tryIt();
cards();
copyButtons();
revealPredictions();
followEquations();
scrollersByKey();

const exercises = document.querySelectorAll<HTMLElement>('.exercise');
if (exercises.length > 0) void import('./exercises').then(({ checkExercises }) => checkExercises(exercises));
