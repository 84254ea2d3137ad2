// What is smaller than the picture that somebody chose.

/** How long the longer side is, and how good: the first that is small enough is taken. */
const attempts: [side: number, quality: number][] = [
  [1280, 0.8],
  [1024, 0.75],
  [800, 0.7],
  [640, 0.6],
  [400, 0.5],
];

/** shrunk is a picture as JPEG in base64, of so many characters at most. It fails where the file is no picture. */
export async function shrunk(file: File, most: number): Promise<string> {
  const picture = await createImageBitmap(file);
  try {
    for (const [side, quality] of attempts) {
      const text = await drawn(picture, side, quality);
      if (text.length <= most) return text;
    }
    throw new Error('the picture stays too large');
  } finally {
    picture.close();
  }
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<string> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const on = canvas.getContext('2d');
  if (!on) throw new Error('nothing to draw on');
  on.fillStyle = '#fff'; // JPEG has no transparency
  on.fillRect(0, 0, canvas.width, canvas.height);
  on.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', quality).replace(/^[^,]*,/, '');
}
