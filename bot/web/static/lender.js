/* The demo lender's page opens the chat from a button of its own, as a lender's page would. */
document.querySelectorAll("[data-open-chat]").forEach((button) => {
  button.addEventListener("click", () => window.Evenkeel && window.Evenkeel.open());
});
