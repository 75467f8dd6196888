import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { EXAMPLES } from '../views/examples.ts';

/** Whom to throw out. */
export class RevocationRequest {
  @ApiProperty({
    description: 'Id of the peer: all its tickets are revoked, and it gets no other',
    pattern: '^[0-9a-f]{64}$',
    example: EXAMPLES.hash,
  })
  @Matches(/^[0-9a-f]{64}$/, { message: 'peer is an id: 64 lower-case hex digits' })
  readonly peer!: string;
}
