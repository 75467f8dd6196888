import { PEER_SETTINGS } from './peer-settings.ts';
import type { Setting, SettingTable } from './setting.ts';
import { TRACKER_SETTINGS } from './tracker-settings.ts';

/** One line of the documentation's table. */
interface ConfigurationRow {
  readonly variable: string;
  readonly takes: string;
  readonly fallback: string;
  readonly description: string;
}

/** Every variable of both programs as a Markdown table: the documentation holds exactly this text. */
export function configurationTable(): string {
  const rows = [...rowsOf(PEER_SETTINGS, 'peer', TRACKER_SETTINGS), ...rowsOf(TRACKER_SETTINGS, 'tracker')];
  const lines = rows
    .sort((left, right) => (left.variable < right.variable ? -1 : 1))
    .map((row) => `| ${[row.variable, row.takes, row.fallback, row.description].map(cell).join(' | ')} |`);
  return ['| variable | takes | when absent | what for |', '|---|---|---|---|', ...lines, ''].join('\n');
}

/** Rows of a table, each marked with its program unless the other program has the very same setting. */
function rowsOf(table: SettingTable, program: string, other: SettingTable = PEER_SETTINGS): ConfigurationRow[] {
  const others = Object.values(other);
  return Object.values(table).flatMap((entry) => {
    const twin = others.find(({ variable }) => variable === entry.variable);
    const row = rowOf(entry);
    if (twin === undefined) return [{ ...row, description: `${program}: ${row.description}` }];
    const same = JSON.stringify(rowOf(twin)) === JSON.stringify(row);
    if (!same) return [{ ...row, description: `${program}: ${row.description}` }];
    return program === 'peer' ? [row] : [];
  });
}

function rowOf(entry: Setting<unknown>): ConfigurationRow {
  const { variable, secret, format, fallback, fallbackText, description } = entry;
  return {
    variable: secret ? `\`${variable}\` or \`${variable}_FILE\`` : `\`${variable}\``,
    takes: format.takes,
    fallback: fallbackText ?? String(fallback),
    description,
  };
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
