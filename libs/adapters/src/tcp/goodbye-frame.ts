import { COMMANDS } from '#domain/peer-network/commands';
import { codeCodec } from '../wire/plain.messages.ts';
import { type Frame, FrameFlag } from './frame.ts';

/** The last frame of a session: DISCONNECT, with why as a code. */
export function goodbyeFrame(code: string): Frame {
  const payload = codeCodec.encode({ code });
  return { command: COMMANDS.DISCONNECT, flags: FrameFlag.oneWay, correlation: 0, payload };
}
