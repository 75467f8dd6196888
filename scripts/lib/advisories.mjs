/** Of `npm audit`'s levels those that keep a release back. */
const GRAVE = new Set(['moderate', 'high', 'critical']);

/**
 * What `npm audit --json` means for a release: `skipped` with the registry's code when it does not answer such
 * questions, else the grave advisories that nobody has reviewed, and reviews whose time is over.
 *
 * @param {unknown} report what npm printed, parsed
 * @param {{ advisory: string, until: string, because: string }[]} reviewed advisories that do not concern us, and
 *   until when (a day) that holds
 * @param {string} today the day, YYYY-MM-DD
 */
export function judgeAudit(report, reviewed, today) {
  if (report.vulnerabilities === undefined) {
    return { kind: 'skipped', code: String(report.statusCode ?? report.error?.code ?? 'no-report') };
  }
  const current = new Set(reviewed.filter(({ until }) => until >= today).map(({ advisory }) => advisory));
  const problems = new Map();
  for (const { name, via } of Object.values(report.vulnerabilities)) {
    for (const cause of via) {
      // A name means: through that package, which has an entry of its own.
      if (typeof cause === 'string' || !GRAVE.has(cause.severity)) continue;
      const advisory = cause.url.split('/').at(-1);
      if (!current.has(advisory)) problems.set(advisory, `${name}: ${cause.severity}, ${cause.title} (${cause.url})`);
    }
  }
  return { kind: 'judged', problems: [...problems.values()] };
}
