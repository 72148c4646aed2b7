// The spots of the map as the server sends them, opened out, and how far each is from a place.

const EARTH = 6371008.8;
const rad = (degrees) => (degrees * Math.PI) / 180;

export async function spotsOf(address, query = "") {
  const answer = await fetch(query ? `${address}?${query}` : address);
  if (!answer.ok) throw new Error(answer.status);
  const data = await answer.json();
  return { walk: data.walk, spots: data.spots.map((row) => opened(data, row)) };
}

function opened(data, row) {
  const cell = Object.fromEntries(data.columns.map((name, place) => [name, row[place]]));
  const [state, label, then, hours] = data.hours[cell.hours];
  return {
    ...cell,
    kind: data.kinds[cell.kind][1],
    state,
    label,
    then,
    hours,
    needs: data.needs.filter((_need, bit) => cell.needs & (1 << bit)).map(([name]) => name),
    equipment: data.equipment.filter((_thing, bit) => cell.equipment & (1 << bit)).map(([, word]) => word),
    offers: data.offers[cell.offers],
  };
}

// Metres as the crow flies.
export function metres(one, other) {
  const half = Math.sin(rad(other.lat - one.lat) / 2) ** 2
    + Math.cos(rad(one.lat)) * Math.cos(rad(other.lat)) * Math.sin(rad(other.lon - one.lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(half));
}

// Nearest first, each with the minutes of the walk.
export function nearest({ spots, walk }, here) {
  return spots
    .map((spot) => ({ ...spot, far: metres(here, spot) }))
    .sort((one, other) => one.far - other.far)
    .map((spot) => ({ ...spot, minutes: Math.max(1, Math.ceil((spot.far * walk.detour) / walk.speed_mps / 60)) }));
}
