-- Wireshark dissector for the Cheesechain network protocol, version 1: docs/protocol.md says what every byte means.
-- Two protocols:
--   cheesechain         what is on the wire: preambles, goodbyes, and Noise messages by their lengths;
--   cheesechain_frames  frames without encryption, as test captures have them (chosen by Decode As).
-- For Wireshark from 3.6 on, with any Lua that it comes with (5.2 to 5.4). Nothing here trusts a length or an offset.

local wire = Proto('cheesechain', 'Cheesechain')
local plain = Proto('cheesechain_frames', 'Cheesechain frames')

local FRAME_HEADER_BYTES = 10
local PREAMBLE_BYTES = 38
local MAX_UNKNOWN_COMMAND_PAYLOAD_BYTES = 1024
local TAG_BYTES = 16
-- Longer lists are counted in full, but no more of their elements get lines of their own: a tree has its limits.
local MAX_SHOWN_ELEMENTS = 2000

local FLAGS = { [1] = 'request', [2] = 'response', [4] = 'error', [8] = 'one-way' }
local OUTCOMES = { [0] = 'connected', 'stored', 'known', 'not-yet', 'behind', 'refused', 'wanted' }
local REASONS = { [1] = 'preamble-magic', [2] = 'preamble-version', [3] = 'preamble-genesis' }

-- ---------------------------------------------------------------------------------------------------------- fields

local fields = { wire = {}, plain = {} }

-- A field by the name under which filters find it; asked for twice, it is the same.
local function field(kind, name, owner, ...)
  local known = fields[owner or 'plain']
  known[name] = known[name] or ProtoField[kind]('cheesechain.' .. name, name, ...)
  return known[name]
end

local malformed = ProtoExpert.new('cheesechain.malformed', 'Broken payload', expert.group.MALFORMED, expert.severity.ERROR)
local broken = ProtoExpert.new('cheesechain.broken', 'Broken frame', expert.group.PROTOCOL, expert.severity.ERROR)
local refused = ProtoExpert.new('cheesechain.refused', 'Refused', expert.group.RESPONSE_CODE, expert.severity.NOTE)

-- ------------------------------------------------------------------------------------------------------------- SSZ
-- A type is { size = bytes, or nil when it varies; show = function(tree, range, name) }, whose result is nil or why
-- the bytes are none of this type. An empty range stands as its offset's four bytes with `empty` set.

local function reversed(range)
  local hex = {}
  for i = range:len() - 1, 0, -1 do hex[#hex + 1] = string.format('%02x', range(i, 1):uint()) end
  return table.concat(hex)
end

local function uint(size, values)
  return { size = size, make = function(name) return field('uint' .. size * 8, name, nil, base.DEC, values) end,
    show = function(self, tree, range, name) tree:add_le(self.make(name), range) end }
end

local function bytes(size, describe)
  return { size = size, make = function(name) return field('bytes', name) end,
    show = function(self, tree, range, name)
      local item = tree:add(self.make(name), range)
      if describe then item:append_text(' ' .. describe(range)) end
    end }
end

-- A run of bytes of any length up to `max`: raw bytes, or text.
local function run(kind, max)
  return { make = function(name) return field(kind, name) end,
    show = function(self, tree, range, name, empty)
      if empty then
        if kind == 'string' then tree:add(self.make(name), range, '')
        else tree:add(self.make(name), range(0, 0)):set_text(name .. ': empty') end
        return
      end
      if range:len() > max then return name .. ' has ' .. range:len() .. ' bytes, at most ' .. max end
      if kind == 'string' then tree:add_packet_field(self.make(name), range, ENC_UTF_8)
      else tree:add(self.make(name), range) end
    end }
end

local uint8, uint16, uint32, uint64 = uint(1), uint(2), uint(4), uint(8)
local hash = bytes(32, function(range) return '(shown as ' .. reversed(range) .. ')' end)
local uint256 = bytes(32, function(range) return '(0x' .. reversed(range):gsub('^0+(.)', '%1') .. ')' end)
local seconds = { size = 4, make = uint32.make, show = function(_, tree, range, name)
  tree:add_le(uint32.make(name), range):append_text(' (' .. os.date('!%Y-%m-%d %H:%M:%S', range:le_uint()) .. ' UTC)')
end }

-- The parts between offsets: each begins where the one before it ends, the first right behind the fixed part.
local function check_offsets(offsets, first, length)
  local previous = first
  for i, offset in ipairs(offsets) do
    if i == 1 and offset ~= first then return 'the first offset is ' .. offset .. ', not ' .. first end
    if offset < previous or offset > length then return 'the offset ' .. offset .. ' does not fit' end
    previous = offset
  end
end

-- Shows the part of `range` from one offset to the next; a part of no bytes stands at its offset, at `place`.
local function show_part(kind, tree, range, name, from, to, place)
  if to > from then return kind:show(tree, range(from, to - from), name) end
  return kind:show(tree, range(place, 4), name, true)
end

-- Fields in order: { name, type } each.
local function container(members)
  local fixed, varies = 0, false
  for _, member in ipairs(members) do
    fixed = fixed + (member[2].size or 4)
    varies = varies or member[2].size == nil
    if member[2].make then member[2].make(member[1]) end
  end
  local self = { size = not varies and fixed or nil, make = function(name) return field('bytes', name) end }
  function self.show_members(tree, range)
    local length = range and range:len() or 0
    if length < fixed or (not varies and length > fixed) then return length .. ' bytes, fixed part of ' .. fixed end
    local offsets, at = {}, 0
    for _, member in ipairs(members) do
      if not member[2].size then offsets[#offsets + 1] = range(at, 4):le_uint() end
      at = at + (member[2].size or 4)
    end
    local reason = check_offsets(offsets, fixed, length)
    if reason then return reason end
    local nth
    at, nth = 0, 1
    for _, member in ipairs(members) do
      local name, kind = member[1], member[2]
      if kind.size then
        reason = kind:show(tree, range(at, kind.size), name)
      else
        reason = show_part(kind, tree, range, name, offsets[nth], offsets[nth + 1] or length, at)
        nth = nth + 1
      end
      if reason then return reason end
      at = at + (kind.size or 4)
    end
  end
  function self.show(_, tree, range, name, empty)
    if empty then return name .. ' is empty' end
    return self.show_members(tree:add(self.make(name), range):set_text(name), range)
  end
  return self
end

-- Up to `max` elements of a type, each under the name of one.
local function list(element, kind, max)
  kind.make(element)
  local self = { make = function(name) return field('none', name) end }
  function self.show(_, tree, range, name, empty)
    local branch = tree:add(self.make(name), range)
    local length = empty and 0 or range:len()
    local first = kind.size or (length >= 4 and range(0, 4):le_uint()) or 4
    local count = kind.size and length / first or (length == 0 and 0 or first / 4)
    branch:append_text(': ' .. string.format('%g', count))
    if count ~= math.floor(count) or (length > 0 and count == 0) or first > length and length > 0 then
      return name .. ' does not divide into elements'
    end
    if count > max then return name .. ' has ' .. count .. ' elements, at most ' .. max end
    local offsets = {}
    for i = 1, kind.size and 0 or count do offsets[i] = range((i - 1) * 4, 4):le_uint() end
    local reason = check_offsets(offsets, first, length)
    for i = 1, reason and 0 or math.min(count, MAX_SHOWN_ELEMENTS) do
      if kind.size then reason = kind:show(branch, range((i - 1) * kind.size, kind.size), element)
      else reason = show_part(kind, branch, range, element, offsets[i], offsets[i + 1] or length, (i - 1) * 4) end
      if reason then return reason end
    end
    return reason
  end
  return self
end

-- -------------------------------------------------------------------------------------------------------- messages

local text = run('string', 64)
local endpoint = container { { 'host', run('string', 253) }, { 'port', uint16 } }
local status_members = { { 'height', uint32 }, { 'tipHash', hash }, { 'totalWork', uint256 } }
local status = container(status_members)
local header = container { { 'version', uint32 }, { 'previousHash', hash }, { 'merkleRoot', hash }, { 'time', seconds },
  { 'bits', uint(4) }, { 'nonce', uint32 } }
local ticket = { 'ticket', run('bytes', 512) }
local record = container { { 'identityKey', bytes(32) }, { 'endpoint', endpoint }, { 'sequence', uint64 },
  { 'expiresAt', seconds }, { 'signature', bytes(64) } }
local nothing = container {}
local code = container { { 'code', text } }
local hello = { { 'agent', text }, { 'listen', endpoint }, { 'status', status }, ticket }
local function greeting(last) return container { hello[1], hello[2], hello[3], hello[4], last } end
local function ids(name, max) return container { { name, list(name == 'hashes' and 'hash' or 'id', hash, max) } } end
local function raws(name, element, size, max) return container { { name, list(element, run('bytes', size), max) } } end
local function records(max) return container { { 'records', list('record', record, max) } } end
local addresses = records(10)

-- The commands by number: name, the longest payload in bytes, and the message under each flag.
local COMMANDS = {
  [0] = { 'PCONNECT', 951, request = greeting { 'joinProof', run('bytes', 32) } },
  [1] = { 'PCONNECTACK', 1178, response = greeting { 'seenAs', endpoint } },
  [2] = { 'TCONNECTACK', 811, response = container { { 'peerId', bytes(32) }, { 'seenAs', endpoint }, ticket } },
  [3] = { 'HCK', 68, request = status },
  [4] = { 'HCKACK', 68, response = status },
  [5] = { 'PLREQ', 68, request = nothing },
  [6] = { 'GETCHAIN', 1028, request = ids('hashes', 32) },
  [7] = { 'GETCHAINACK', 4000132, response = raws('blocks', 'block', 4000000, 32) },
  [8] = { 'BRCHEESE', 393444, request = container { { 'header', header }, { 'reward', run('bytes', 132) },
    { 'salt', bytes(8) }, { 'shortIds', list('shortId', bytes(6), 65536) } } },
  [9] = { 'BRCHEESEACK', 69, response = container { { 'outcome', uint(1, OUTCOMES) }, { 'code', text } } },
  [10] = { 'DATA', 414004, response = raws('transactions', 'transaction', 410, 1000) },
  [11] = { 'DISCONNECT', 68, oneWay = code },
  [12] = { 'INVALIDPEERID', 68, oneWay = nothing },
  [16] = { 'BRTRANSACTION', 32004, request = ids('ids', 1000) },
  [17] = { 'BRTRANSACTIONACK', 68, response = container { { 'wanted', uint32 } } },
  [18] = { 'GETOPENTRANSACTIONS', 68, request = nothing },
  [19] = { 'OPENTRANSACTIONS', 320004, response = ids('ids', 10000) },
  [20] = { 'GETHEADERS', 2084, request = container { { 'locator', list('hash', hash, 64) }, { 'stop', hash } } },
  [21] = { 'HEADERS', 160004, response = container { { 'headers', list('header', header, 2000) } } },
  [22] = { 'GETDATA', 32004, request = ids('ids', 1000) },
  [23] = { 'GETBLOCKTRANSACTIONS', 262180, request = container { { 'blockHash', hash },
    { 'indexes', list('index', uint32, 65536) } } },
  [24] = { 'BLOCKTRANSACTIONS', 4000004, response = raws('transactions', 'transaction', 410, 65536) },
  [25] = { 'ADDRESSES', 3754, response = addresses, oneWay = addresses },
  [26] = { 'TRACKERS', 1504, oneWay = records(4) },
  [27] = { 'REVOCATIONS', 32876, oneWay = container { { 'trackerKey', bytes(32) }, { 'sequence', uint64 },
    { 'serials', list('serial', uint64, 4096) }, { 'signature', bytes(64) } } },
  [28] = { 'TICKET', 516, oneWay = container { ticket } },
}

-- ---------------------------------------------------------------------------------------------------------- frames

local frame_field, length_field = field('none', 'frame'), field('uint32', 'frame.length', nil, base.DEC)
local command_names = {}
for number, command in pairs(COMMANDS) do command_names[number] = command[1] end
local command_field = field('uint8', 'frame.command', nil, base.DEC, command_names)
local flags_field = field('uint8', 'frame.flags', nil, base.DEC, FLAGS)
local correlation_field = field('uint32', 'frame.correlation', nil, base.DEC)
local payload_field = field('bytes', 'frame.payload')

local stream_of = Field.new('tcp.stream')
-- What is known of each direction of each connection; forgotten with the capture.
local directions = {}
function wire.init() directions = {} end

local function direction_of(pinfo)
  local stream = stream_of()
  local key = table.concat({ stream and tostring(stream.value) or '', tostring(pinfo.src), pinfo.src_port }, ' ')
  directions[key] = directions[key] or { count = 0, places = {} }
  return directions[key]
end

-- The same bytes have the same place when a capture is looked at again, whatever was reassembled for them.
local function place_of(pinfo, tvb, offset) return pinfo.number .. ':' .. (tvb:offset() + (offset or 0)) end

-- Why a frame with this beginning ends its session, before anything of its payload is waited for.
local function frame_refusal(range)
  local cap = (COMMANDS[range(4, 1):uint()] or {})[2] or MAX_UNKNOWN_COMMAND_PAYLOAD_BYTES
  if range(0, 4):le_uint() > cap then return 'frame-too-long', 'at most ' .. cap .. ' bytes' end
  if not FLAGS[range(5, 1):uint()] then return 'frame-flags', 'exactly one of 1, 2, 4 and 8' end
end

local function message_of(command, flags)
  if flags == 4 then return code end
  return command and command[({ [1] = 'request', [2] = 'response', [8] = 'oneWay' })[flags]]
end

local function show_payload(item, payload, command, flags)
  local message = message_of(command, flags)
  if not message then
    if payload then item:add(payload_field, payload) end
    return
  end
  local reason = message.show_members(item, payload)
  if reason then item:add_proto_expert_info(malformed, 'message-malformed: ' .. reason) end
end

local function show_frame(tvb, pinfo, tree)
  local direction = direction_of(pinfo)
  local place = place_of(pinfo, tvb)
  local was_over = direction.over and not direction.places[place]
  if tvb:len() < FRAME_HEADER_BYTES or was_over then
    tree:add(payload_field, tvb()):append_text(was_over and ' (after a broken frame)' or ' (the end of a frame)')
    return tvb:len()
  end
  local number, flags = tvb(4, 1):uint(), tvb(5, 1):uint()
  local command = COMMANDS[number]
  local name = command and command[1] or 'command ' .. number
  local item = tree:add(frame_field, tvb()):set_text(name .. ', ' .. (FLAGS[flags] or 'flags ' .. flags))
  item:add_le(length_field, tvb(0, 4))
  item:add(command_field, tvb(4, 1))
  item:add(flags_field, tvb(5, 1))
  item:add_le(correlation_field, tvb(6, 4))
  direction.places[place] = true
  local refusal, why = frame_refusal(tvb)
  if refusal then
    direction.over = true
    item:add_proto_expert_info(broken, refusal .. ': ' .. why)
  elseif tvb:len() > FRAME_HEADER_BYTES then
    show_payload(item, tvb(FRAME_HEADER_BYTES), command, flags)
  else
    show_payload(item, nil, command, flags)
  end
  pinfo.cols.info:append(' ' .. name .. (FLAGS[flags] and ' ' .. FLAGS[flags] or ''))
  return tvb:len()
end

local function frame_length(tvb, pinfo, offset)
  local direction, place = direction_of(pinfo), place_of(pinfo, tvb, offset)
  if direction.over and not direction.places[place] then return tvb:len() - offset end
  local range = tvb(offset, FRAME_HEADER_BYTES)
  if frame_refusal(range) then return FRAME_HEADER_BYTES end
  return FRAME_HEADER_BYTES + range(0, 4):le_uint()
end

function plain.dissector(tvb, pinfo, tree)
  pinfo.cols.protocol = 'CHEZ frames'
  pinfo.cols.info = 'Cheesechain:'
  dissect_tcp_pdus(tvb, tree:add(plain, tvb()), FRAME_HEADER_BYTES, frame_length, show_frame)
  return tvb:len()
end

-- ------------------------------------------------------------------------------------------------------------ wire

local function wire_field(kind, name, ...) return field(kind, name, 'wire', ...) end
local magic_field, version_field = wire_field('string', 'preamble.magic'), wire_field('uint16', 'preamble.version', base.DEC)
local genesis_field = wire_field('bytes', 'preamble.genesisHash')
local reason_field = wire_field('uint8', 'goodbye.reason', base.DEC, REASONS)
local noise_field, noise_length = wire_field('bytes', 'noise'), wire_field('uint16', 'noise.length', base.DEC)
local index_field = wire_field('uint32', 'noise.index', base.DEC)
local ephemeral_field, static_field = wire_field('bytes', 'noise.ephemeral'), wire_field('bytes', 'noise.static')
local proof_field, sealed_field = wire_field('bytes', 'noise.proof'), wire_field('bytes', 'noise.sealed')
local tag_field = wire_field('bytes', 'noise.tag')
local unknown_field = wire_field('bytes', 'unknown')

-- The messages of the handshake by their length: which of the sender's Noise messages each is, and its parts.
local HANDSHAKE = {
  [32] = { 1, 'Noise message 1: e', { ephemeral_field, 32 } },
  [192] = { 1, 'Noise message 2: e, ee, s, es', { ephemeral_field, 32 }, { static_field, 48 }, { proof_field, 112 } },
  [160] = { 2, 'Noise message 3: s, se', { static_field, 48 }, { proof_field, 112 } },
}

local function show_preamble(tvb, tree)
  local item = tree:add(wire_field('none', 'preamble'), tvb()):set_text('Preamble')
  item:add(magic_field, tvb(0, 4))
  item:add_le(version_field, tvb(4, 2))
  item:add(genesis_field, tvb(6, 32)):append_text(' (shown as ' .. reversed(tvb(6, 32)) .. ')')
  return 'Preamble'
end

local function show_goodbye(tvb, tree)
  local reason = REASONS[tvb(2, 1):uint()] or 'unknown reason'
  local item = tree:add(wire_field('none', 'goodbye'), tvb()):set_text('Goodbye: ' .. reason)
  item:add(reason_field, tvb(2, 1))
  item:add_proto_expert_info(refused, reason)
  return 'Goodbye ' .. reason
end

local function show_noise(tvb, tree, index)
  local length = tvb:len() - 2
  local known = HANDSHAKE[length]
  if not known or known[1] ~= index then known = nil end
  local what = known and known[2] or 'Encrypted message'
  local item = tree:add(noise_field, tvb()):set_text(what .. ', ' .. length .. ' bytes')
  item:add(noise_length, tvb(0, 2))
  item:add(index_field, tvb(0, 2), index):set_generated()
  local at = 2
  for i = 3, known and #known or 0 do
    item:add(known[i][1], tvb(at, known[i][2]))
    at = at + known[i][2]
  end
  if not known and length > TAG_BYTES then item:add(sealed_field, tvb(2, length - TAG_BYTES)) end
  if not known and length >= TAG_BYTES then item:add(tag_field, tvb(2 + length - TAG_BYTES)) end
  return what
end

-- The preamble is the first thing of a direction; a capture that began later has none, and nothing in it can be told.
local function kind_of(tvb, pinfo, offset)
  local direction = direction_of(pinfo)
  local index = direction.places[place_of(pinfo, tvb, offset)] or direction.count
  if index > 0 then return tvb(offset, 2):uint() == 0 and 'goodbye' or 'noise', index end
  return tvb(offset, 2):string() == 'CH' and 'preamble' or 'unknown', index
end

local function wire_length(tvb, pinfo, offset)
  local kind = kind_of(tvb, pinfo, offset)
  if kind == 'preamble' then return PREAMBLE_BYTES end
  if kind == 'goodbye' then return 3 end
  return kind == 'noise' and 2 + tvb(offset, 2):uint() or tvb:len() - offset
end

local function show_wire(tvb, pinfo, tree)
  local direction, kind, index = direction_of(pinfo), kind_of(tvb, pinfo, 0)
  local said = 'continuation'
  if kind == 'unknown' then
    tree:add(unknown_field, tvb())
  else
    if not direction.places[place_of(pinfo, tvb)] then direction.count = index + 1 end
    direction.places[place_of(pinfo, tvb)] = index
    if kind == 'preamble' then said = show_preamble(tvb, tree)
    elseif kind == 'goodbye' then said = show_goodbye(tvb, tree)
    else said = show_noise(tvb, tree, index) end
  end
  pinfo.cols.info:append(' ' .. said)
  return tvb:len()
end

function wire.dissector(tvb, pinfo, tree)
  pinfo.cols.protocol = 'CHEZ'
  pinfo.cols.info = 'Cheesechain:'
  dissect_tcp_pdus(tvb, tree:add(wire, tvb()), 2, wire_length, show_wire)
  return tvb:len()
end

-- -------------------------------------------------------------------------------------------------------- register

wire_field('none', 'preamble')
wire_field('none', 'goodbye')

local function all(of)
  local found = {}
  for _, each in pairs(of) do found[#found + 1] = each end
  return found
end

plain.fields, plain.experts = all(fields.plain), { malformed, broken }
wire.fields, wire.experts = all(fields.wire), { refused }

-- The ports that peers and trackers have unless told otherwise; and, where no other protocol claims its port, any
-- connection that begins with CHEZ.
DissectorTable.get('tcp.port'):add('9009,9999', wire)
wire:register_heuristic('tcp', function(tvb, pinfo, tree)
  if tvb:len() < 4 or tvb(0, 4):string() ~= 'CHEZ' then return false end
  pinfo.conversation = wire
  wire.dissector(tvb, pinfo, tree)
  return true
end)
DissectorTable.get('tcp.port'):add_for_decode_as(plain)
