// Runs before the page is painted, as a classic script: what the address says of theme and language must not come a moment later.
{
  const wanted = new URLSearchParams(location.search);
  const theme = wanted.get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  const language = wanted.get("lang");
  if (language) document.documentElement.lang = language;
}
