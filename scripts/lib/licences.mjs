import satisfies from 'spdx-satisfies';

/** Licences that let us ship a package with this program, which is under MIT. A new one is a decision: look at it. */
export const ACCEPTED_LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
];

/**
 * The components of a CycloneDX bill of materials whose licence is none of the accepted ones, or is not told, each as
 * a line of text.
 */
export function unacceptedLicences({ components }) {
  return components.flatMap(({ name, version, licenses = [] }) => {
    const told = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name);
    if (told.length > 0 && told.every(isAccepted)) return [];
    return [`${name}@${version}: ${told.length === 0 ? 'tells no licence' : told.join(', ')}`];
  });
}

function isAccepted(expression) {
  try {
    return satisfies(expression, ACCEPTED_LICENCES);
  } catch {
    // Not an SPDX expression.
    return false;
  }
}
