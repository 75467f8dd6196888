import type { RuleBook } from '#domain/primitives/result';

/** Why a frame ends the session: the sender broke the format, and is scored for it. */
export type FrameRefusal =
  | {
      readonly code: 'frame-too-long';
      readonly command: number;
      readonly payloadBytes: number;
      readonly maxPayloadBytes: number;
    }
  | { readonly code: 'frame-flags'; readonly command: number; readonly flags: number };

export const FRAME_RULES: RuleBook<FrameRefusal> = {
  'frame-too-long': 'A payload is no longer than the cap of its command, 1 KiB when the command is unknown.',
  'frame-flags': 'A frame is exactly one of request (1), response (2), error (4) and one-way (8).',
};
