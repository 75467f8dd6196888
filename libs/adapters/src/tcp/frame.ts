/** What a frame is: exactly one of these stands in its flags byte. Only a request is ever answered. */
export const FrameFlag = { request: 1, response: 2, error: 4, oneWay: 8 } as const;

export type FrameFlag = (typeof FrameFlag)[keyof typeof FrameFlag];

/** One message of the protocol, as it stands in the stream inside Noise. */
export interface Frame {
  /** uint8: the number of the command. */
  readonly command: number;
  readonly flags: FrameFlag;
  /** uint32: chosen by the sender of a request, repeated in its response or error; 0 in one-way frames. */
  readonly correlation: number;
  /** SSZ. A received payload is an array of its own: it may be kept, and keeps nothing else in memory. */
  readonly payload: Uint8Array;
}

/** length uint32 LE (of the payload alone) ‖ command uint8 ‖ flags uint8 ‖ correlation uint32 LE. */
export const FRAME_HEADER_BYTES = 10;

/**
 * Longest payload of a command that the receiver doesn't know: enough to hold what such a command may carry to be
 * answered politely with an error, too little to hurt.
 */
export const MAX_UNKNOWN_COMMAND_PAYLOAD_BYTES = 1024;

/** The cap of a command's payload in bytes; undefined for a command that the receiver doesn't know. */
export type PayloadCaps = (command: number) => number | undefined;

export function isFrameFlag(flags: number): flags is FrameFlag {
  return flags === 1 || flags === 2 || flags === 4 || flags === 8;
}
