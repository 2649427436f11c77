/* Says on the page, and not only in the console, that the browser gave no passkey. */
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("passkey-trouble");
  if (said === null) return;
  said.hidden = false;
  event.preventDefault();
});
