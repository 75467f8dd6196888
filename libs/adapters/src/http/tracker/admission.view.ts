import { ApiProperty } from '@nestjs/swagger';
import { ADMISSION_MODES, type AdmissionMode } from '#domain/tracker/admission';
import { JOIN_TOKEN_STATES, type JoinTokenState } from '#domain/tracker/admission-records';
import { ApiCount, ApiHash, ApiOptionalHash, ApiTime } from '../views/properties.ts';

/** What a tracker has revoked, as its signed list says. */
export class RevocationsView {
  @ApiCount('Rises with each list; 0 while nothing was ever revoked', 1_813_000_000)
  readonly sequence!: number;
  @ApiProperty({
    type: [Number],
    description: 'Serials of tickets that count no more and have not expired by themselves',
    example: [1_813_000_000_000_000],
  })
  readonly serials!: number[];
}

/** Whom a tracker admits. */
export class AdmissionView {
  @ApiProperty({
    description: "The tracker's identity key: what peers give as CHEESE_TRUSTED_TRACKERS",
    pattern: '^[0-9a-f]{64}$',
    example: 'ca93ac1705187071d67b83c7ff0efe8108e8ec4530575d7726879333dbdabe7c',
  })
  readonly trackerKey!: string;
  @ApiProperty({ enum: ADMISSION_MODES, description: 'Everybody, or who proves a join token', example: 'token' })
  readonly mode!: AdmissionMode;
  @ApiCount('How long a ticket counts', 604_800)
  readonly ticketLifeSeconds!: number;
  @ApiCount('Tickets given that may still count', 3)
  readonly tickets!: number;
  @ApiCount('Join tokens that still admit somebody', 1)
  readonly openJoinTokens!: number;
  @ApiProperty({ type: RevocationsView })
  readonly revocations!: RevocationsView;
}

/** An invitation, without its secret. */
export class JoinTokenView {
  @ApiProperty({
    description: 'Names it without giving it away',
    pattern: '^[0-9a-f]{16}$',
    example: '9f86d081884c7d65',
  })
  readonly id!: string;
  @ApiProperty({ enum: JOIN_TOKEN_STATES, example: 'open' })
  readonly state!: JoinTokenState;
  @ApiTime('When it was made')
  readonly createdAt!: string;
  @ApiTime('Until when it admits somebody')
  readonly expiresAt!: string;
  @ApiOptionalHash('Id of the peer that joined with it')
  readonly spentBy!: string | null;
}

/** A new invitation: the only answer that tells its secret. */
export class NewJoinTokenView extends JoinTokenView {
  @ApiProperty({
    description: 'The secret: the new peer takes it as CHEESE_JOIN_TOKEN',
    example: 'a3c5f0e2b1d4968778695a4b3c2d1e0ff0e1d2c3b4a5968778695a4b3c2d1e0f',
  })
  readonly token!: string;
}

export class JoinTokensView {
  @ApiProperty({ type: [JoinTokenView] })
  readonly joinTokens!: JoinTokenView[];
}

/** What came of a revocation. */
export class RevokedView {
  @ApiHash('Id of the peer that is out')
  readonly peer!: string;
  @ApiProperty({ type: RevocationsView })
  readonly revocations!: RevocationsView;
}
