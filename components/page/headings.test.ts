import { expect, it } from 'vitest';
import { headingsOf } from './headings';

it('finds the headings of a text with their ids and levels, mark-up reduced to words', () => {
  const source = `
Text with a <Term id="margin">margin</Term>.

<Heading id="choosing">Choosing <Symbol name="m" /> and $s$</Heading>
<Heading level={3} id="past-pi">Past $\\pi$, for <Symbol name="theta2" /></Heading>
<Heading id="wrapped">
  On two
  lines
</Heading>`;
  expect(headingsOf(source)).toEqual([
    { depth: 2, slug: 'choosing', text: 'Choosing m and s' },
    { depth: 3, slug: 'past-pi', text: 'Past π, for θ₂' },
    { depth: 2, slug: 'wrapped', text: 'On two lines' },
  ]);
});
