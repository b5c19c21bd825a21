/** Korean particles whose form depends on the last sound: after a consonant / after a vowel. */
export type Josa = '이/가' | '을/를' | '은/는' | '과/와' | '으로/로';

/** Last digits read aloud: 영 일 이 삼 사 오 육 칠 팔 구. 0 also ends 십, 백, 천, 만, which all close with a consonant. */
const digitEndings = ['ㅇ', 'ㄹ', '', 'ㅁ', '', '', 'ㄱ', 'ㄹ', 'ㄹ', ''];
/** Latin letters whose Korean names end in a consonant: 엘, 엠, 엔, 알. */
const letterEndings: Readonly<Record<string, string>> = { l: 'ㄹ', m: 'ㅁ', n: 'ㄴ', r: 'ㄹ' };

/** The word with the right form of the particle: `withJosa('3', '과/와')` is `3과`, `withJosa('34°', '으로/로')` is `34°로`. */
export function withJosa(word: string, josa: Josa): string {
  const [afterConsonant, afterVowel] = josa.split('/') as [string, string];
  const ending = lastSound(word);
  // ㄹ counts as a vowel for 로.
  const closed = josa === '으로/로' ? ending !== '' && ending !== 'ㄹ' : ending !== '';
  return word + (closed ? afterConsonant : afterVowel);
}

/** Closing consonant of the last syllable as read aloud, '' if it is open. `%` reads 퍼센트 and `°` 도. */
function lastSound(word: string): string {
  const last = word.replace(/[)\]’”"'.…\s]+$/u, '').at(-1) ?? '';
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const tail = (code - 0xac00) % 28;
    return tail === 0 ? '' : tail === 8 ? 'ㄹ' : 'ㅁ';
  }
  if (/\d/.test(last)) return digitEndings[Number(last)]!;
  return letterEndings[last.toLowerCase()] ?? '';
}
