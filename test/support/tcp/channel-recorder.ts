import type { ChannelClosing } from '#adapters/tcp/channel-closing.errors';
import type { Frame } from '#adapters/tcp/frame';
import type { SecureChannel } from '#adapters/tcp/secure-channel';

/** Starts a channel and keeps what it delivers. */
export class ChannelRecorder {
  readonly frames: Frame[] = [];
  /** Resolves with the reason when the channel ends. */
  readonly closing: Promise<ChannelClosing>;

  constructor(channel: SecureChannel, goodbye?: (closing: ChannelClosing) => Frame | undefined) {
    this.closing = new Promise((resolve) => {
      channel.start({
        onFrame: (frame) => this.frames.push(frame),
        onClose: resolve,
        ...(goodbye === undefined ? {} : { goodbye }),
      });
    });
  }
}
