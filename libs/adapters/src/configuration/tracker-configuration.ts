import type { Result } from '#domain/primitives/result';
import type { ConfigurationRefusal } from './configuration.errors.ts';
import { KNOWN_VARIABLES } from './known-variables.ts';
import { readSecretFileFromDisk } from './read-secret-file.ts';
import { type Environment, readSettings } from './read-settings.ts';
import type { ValuesOf } from './setting.ts';
import { TRACKER_SETTINGS } from './tracker-settings.ts';

/** What a tracker is told from outside. */
export type TrackerConfiguration = ValuesOf<typeof TRACKER_SETTINGS>;

/** The tracker's configuration, or every variable that is wrong. Reads `_FILE` secrets, otherwise nothing but `env`. */
export function readTrackerConfiguration(env: Environment): Result<TrackerConfiguration, ConfigurationRefusal> {
  return readSettings(TRACKER_SETTINGS, env, KNOWN_VARIABLES, readSecretFileFromDisk);
}
