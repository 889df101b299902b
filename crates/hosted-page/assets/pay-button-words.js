// What the pay button says. For each language: the label, what follows it when a new tab opens, and of the dialog its
// heading, its text (* stands for the payment page's host), the button that brings the window back, the one that ends it.

const WORDS = {
  en: 'Pay now|(new tab)|Payment window|Finish your payment in the window of *. This page waits for you.|Show window|Cancel',
  de: 'Jetzt bezahlen|(neuer Tab)|Zahlungsfenster|Zahlen Sie im Fenster von *. Diese Seite wartet.|Fenster zeigen|Abbrechen',
  es: 'Pagar ahora|(otra pestaña)|Ventana de pago|Pague en la ventana de *. Esta página espera.|Mostrar ventana|Cancelar',
  fr: 'Payer|(nouvel onglet)|Fenêtre de paiement|Payez dans la fenêtre de *. Cette page attend.|Afficher la fenêtre|Annuler',
  it: 'Paga ora|(nuova scheda)|Finestra di pagamento|Paghi nella finestra di *. Questa pagina attende.|Mostra finestra|Annulla',
  nl: 'Nu betalen|(nieuw tabblad)|Betaalvenster|Betaal in het venster van *. Deze pagina wacht.|Venster tonen|Annuleren',
};

/** The words for the language of the page around `element`, or else of the browser. */
function wordsFor(element) {
  const tag = element.closest('[lang]:not([lang=""])')?.lang ?? navigator.language;
  return (WORDS[tag.toLowerCase().split('-')[0]] ?? WORDS.en).split('|');
}
