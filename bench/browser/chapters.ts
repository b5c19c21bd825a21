/** Paths of the pages in the sitemap of a served site, without the leading slash. */
export async function chapters(url: string): Promise<string[]> {
  const text = async (name: string): Promise<string> => {
    const response = await fetch(new URL(name, url));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.text();
  };
  const index = locations(await text('sitemap-index.xml'));
  const maps = await Promise.all(index.map((location) => text(fileName(location))));
  return maps.flatMap(locations).map((location) => new URL(location).pathname.slice(1));
}

const locations = (xml: string): string[] => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]!);
const fileName = (location: string): string => new URL(location).pathname.split('/').at(-1)!;
