import { type ListingLanguage, listingLanguages } from '../../../lib/losses/listing';
import { choice, integer } from '../../../lib/settings/field';
import { slice } from '../../page/state/slice';

interface Kept {
  /** Angle of the sample to its class, degrees. */
  theta: number;
  /** 1 … 10. */
  step: number;
  language: ListingLanguage;
}

/** What the figure keeps in the address. */
export const algorithmSlice = slice<Kept>('algorithm', {
  theta: integer({ key: 'at', default: 35, min: 0, max: 180 }),
  step: integer({ key: 'as', default: 1, min: 1, max: 10 }),
  language: choice<ListingLanguage>({ key: 'al', default: 'pytorch', options: listingLanguages }),
});
