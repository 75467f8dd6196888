import type { Explanation } from './explanation.ts';
import { allExplanations } from './explanations.ts';

/** The lists of `docs/refusals.md`: a section for each capability, an entry for each code. */
export function explanationsTable(): string {
  const sections = new Map<string, string[]>();
  for (const each of allExplanations()) {
    sections.set(each.capability, [...(sections.get(each.capability) ?? []), entryOf(each)]);
  }
  return [...sections].map(([capability, entries]) => `## ${title(capability)}\n\n${entries.join('\n')}`).join('\n\n');
}

function entryOf({ code, rule, values, remedy }: Explanation): string {
  const lines = [`- \`${code}\`: ${rule}`];
  if (remedy !== undefined) lines.push(`  *What to do:* ${remedy}`);
  for (const { name, meaning } of values) lines.push(`  - \`${name}\`: ${meaning}`);
  return lines.join('\n');
}

function title(capability: string): string {
  return capability === 'http' ? 'HTTP' : `${capability.charAt(0).toUpperCase()}${capability.slice(1)}`;
}
