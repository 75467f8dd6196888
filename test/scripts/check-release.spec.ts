// @ts-expect-error: a script, plain JavaScript
import { judgeAudit } from '../../scripts/lib/advisories.mjs';
// @ts-expect-error: a script, plain JavaScript
import { unacceptedLicences } from '../../scripts/lib/licences.mjs';

const component = (name: string, licenses?: unknown[]) => ({ name, version: '1.0.0', licenses });

describe('a release', () => {
  it('takes packages whose licence lets us ship them, also where one of several does', () => {
    const components = [
      component('a', [{ license: { id: 'MIT' } }]),
      component('b', [{ expression: '(GPL-3.0-only OR MIT)' }]),
      component('c', [{ license: { id: 'ISC' } }]),
    ];
    expect(unacceptedLicences({ components })).toEqual([]);
  });

  it('refuses those whose licence does not, is unknown or is not told', () => {
    const components = [
      component('a', [{ license: { id: 'AGPL-3.0-only' } }]),
      component('b', [{ license: { name: 'see LICENSE' } }]),
      component('c'),
      component('d', [{ expression: '(GPL-3.0-only AND MIT)' }]),
    ];
    expect(unacceptedLicences({ components })).toEqual([
      'a@1.0.0: AGPL-3.0-only',
      'b@1.0.0: see LICENSE',
      'c@1.0.0: tells no licence',
      'd@1.0.0: (GPL-3.0-only AND MIT)',
    ]);
  });

  const report = {
    vulnerabilities: {
      sieve: {
        name: 'sieve',
        via: [{ severity: 'high', title: 'lets water through', url: 'https://example.org/advisories/GHSA-1' }],
      },
      colander: { name: 'colander', via: ['sieve'] },
      spoon: {
        name: 'spoon',
        via: [{ severity: 'low', title: 'bends', url: 'https://example.org/advisories/GHSA-2' }],
      },
    },
  };

  it('is kept back by a grave advisory that nobody reviewed, told once', () => {
    expect(judgeAudit(report, [], '2026-11-22')).toEqual({
      kind: 'judged',
      problems: ['sieve: high, lets water through (https://example.org/advisories/GHSA-1)'],
    });
  });

  it('is not kept back by one that was reviewed, until the review is too old', () => {
    const reviewed = [{ advisory: 'GHSA-1', until: '2026-12-31', because: 'we carry no water' }];
    expect(judgeAudit(report, reviewed, '2026-12-31')).toEqual({ kind: 'judged', problems: [] });
    expect(judgeAudit(report, reviewed, '2027-01-01')).toMatchObject({ problems: [expect.stringMatching(/^sieve/)] });
  });

  it('says with which code the registry did not answer', () => {
    expect(judgeAudit({ message: 'not here', statusCode: 405 }, [], '2026-11-22')).toEqual({
      kind: 'skipped',
      code: '405',
    });
    expect(judgeAudit({ error: { code: 'ENOAUDIT' } }, [], '2026-11-22')).toEqual({
      kind: 'skipped',
      code: 'ENOAUDIT',
    });
  });
});
