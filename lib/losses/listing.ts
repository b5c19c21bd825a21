import { javascriptListing } from '../algebra/listing/javascript';
import type { HeadDefinition, Listing, ListingLanguage } from '../algebra/listing/listing';
import { pytorchListing } from '../algebra/listing/pytorch';
import { tensorflowListing } from '../algebra/listing/tensorflow';
import type { AnyLoss, LossOptions, PastPi } from './loss';
import type { ParameterValues } from './parameter';
import { targetExpression } from './read';

export type { AlgorithmStep, Listing, ListingLanguage, ListingLine, ListingSpan } from '../algebra/listing/listing';
export { listingLanguages } from '../algebra/listing/listing';

const printers: Readonly<Record<ListingLanguage, (head: HeadDefinition) => Listing>> = {
  pytorch: pytorchListing,
  tensorflow: tensorflowListing,
  javascript: javascriptListing,
};

/**
 * A complete training head that computes what the definition says, at the given parameter values.
 *
 * @throws RangeError if a parameter is missing or the loss refuses `options.pastPi`
 */
export function listingOf(language: ListingLanguage, loss: AnyLoss, values: ParameterValues, options: LossOptions): Listing {
  return printers[language](headOf(loss, values, options));
}

function headOf(loss: AnyLoss, values: ParameterValues, options: LossOptions): HeadDefinition {
  return {
    name: loss.name,
    className: classNameOf(loss),
    summary: `${loss.name}: ${papers[loss.source.reference] ?? loss.source.reference}, ${loss.source.where}.`,
    target: targetExpression(loss, options),
    parameters: loss.parameters.map(({ id }) => {
      const value = values[id];
      if (value === undefined) throw new RangeError(`${loss.name} needs a value for its parameter "${id}".`);
      return { id, value };
    }),
    normalisesWeights: loss.normalisesWeights,
    normalisesFeatures: loss.normalisesFeatures,
    hasBias: loss.hasBias,
    remarks: remarksOn(loss, options),
  };
}

export const classNameOf = (loss: AnyLoss): string =>
  `${loss.name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Head`;

const papers: Readonly<Record<string, string>> = {
  arcface: 'Deng et al., CVPR 2019',
  cosface: 'Wang et al., CVPR 2018',
  sphereface: 'Liu et al., CVPR 2017',
};

const pastPiRemarks: Readonly<Record<PastPi, string>> = {
  plain: 'Past pi the cosine rises again: plain, as printed in the paper.',
  fallback: 'Past pi: cos(theta) - m sin(m), which jumps down but keeps falling.',
  fallback0: 'Past pi: cos(theta), which jumps up.',
  easy: 'The margin only below 90 degrees.',
  clamp: 'Past pi: flat at cos(pi) = -1.',
};

function remarksOn(loss: AnyLoss, { pastPi, gradient }: LossOptions): string[] {
  const hasMargin = loss.parameters.some(({ id }) => id !== 's');
  return [
    ...(loss.pastPi.length > 1 ? [pastPiRemarks[pastPi]] : []),
    ...(gradient === 'detached' && hasMargin ? ['The slope is that of plain cos(theta) everywhere.'] : []),
  ];
}
