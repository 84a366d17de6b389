import { describe, expect, it } from 'vitest';
import { attachmentHeader } from '../../../electron/engine/portal/contentDisposition.ts';

describe('attachmentHeader', () => {
  it.each([
    ['photos.torrent', 'attachment; filename="photos.torrent"; filename*=UTF-8\'\'photos.torrent'],
    [
      'holiday photos.torrent',
      'attachment; filename="holiday photos.torrent"; filename*=UTF-8\'\'holiday%20photos.torrent',
    ],
    ['Zoë 漢.torrent', 'attachment; filename="Zo_ _.torrent"; filename*=UTF-8\'\'Zo%C3%AB%20%E6%BC%A2.torrent'],
    ['a"; x="b.torrent', 'attachment; filename="a__ x=_b.torrent"; filename*=UTF-8\'\'a%22%3B%20x%3D%22b.torrent'],
    ['a\r\nSet-Cookie: b', 'attachment; filename="a__Set-Cookie_ b"; filename*=UTF-8\'\'a%0D%0ASet-Cookie%3A%20b'],
    ["it's (1)*.torrent", "attachment; filename=\"it's (1)*.torrent\"; filename*=UTF-8''it%27s%20%281%29%2A.torrent"],
    ['50%.torrent', 'attachment; filename="50_.torrent"; filename*=UTF-8\'\'50%25.torrent'],
    ['half \ud800.torrent', 'attachment; filename="half _.torrent"; filename*=UTF-8\'\'half%20%EF%BF%BD.torrent'],
  ])('offers %j', (name, header) => {
    expect(attachmentHeader(name)).toBe(header);
  });
});
