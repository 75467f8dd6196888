import { ApiProperty } from '@nestjs/swagger';
import { SYNC_PHASES, type SyncPhase, type SyncProgress } from '#domain/peer-network/sync-progress';
import { ApiUint32 } from '../views/properties.ts';

/** How far a peer is that catches up with others. */
export class SyncView {
  @ApiProperty({
    enum: SYNC_PHASES,
    description: 'Headers are judged until they show enough work, then fetched and blocks after them, by turns',
    example: 'fetching-blocks',
  })
  readonly phase!: SyncPhase;
  @ApiUint32('Headers have come up to this height: judged in the first phase, stored in the others', 16_000)
  readonly headerHeight!: number;
  @ApiUint32('Where the chain that is followed ends, as the peer that told of it says', 100_000)
  readonly targetHeight!: number;
}

export function syncView(progress: SyncProgress | undefined): SyncView | null {
  if (progress === undefined) return null;
  const { phase, headerHeight, targetHeight } = progress;
  return { phase, headerHeight, targetHeight };
}
