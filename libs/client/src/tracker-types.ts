import type { RefusalCodeOf } from './operation-types.ts';
import type { components, operations } from './tracker-schema.generated.ts';

/** Everything that a tracker's answers are made of, by its name in the document: `TrackerSchemas['ListedPeerView']`. */
export type TrackerSchemas = components['schemas'];

/** Every code with which a tracker's document says that a call may be refused. */
export type TrackerRefusalCode = RefusalCodeOf<operations>;
