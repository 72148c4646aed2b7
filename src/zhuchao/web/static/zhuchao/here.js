// Where one is: read once, when asked. Nothing here or elsewhere follows anybody.

const HOW = { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 };

export const whereNow = () => new Promise((found, failed) => {
  if (!navigator.geolocation) return failed(new Error("no geolocation"));
  const told = ({ coords }) =>
    found({ lon: coords.longitude.toFixed(6), lat: coords.latitude.toFixed(6), accuracy: Math.round(coords.accuracy) });
  navigator.geolocation.getCurrentPosition(told, failed, HOW);
});
