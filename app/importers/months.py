"""Month names in the languages the apps speak: full names, inflected forms, and any abbreviation of them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

# Twelve words a language; forms of one month are joined by a slash. The first language that
# knows every month word of a file is taken, so the order decides only where languages disagree.
_LANGUAGES: Final[Mapping[str, str]] = {
    "en": "january february march april may june july august september october november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar/jänner februar/feber märz/mrz april mai juni juli august september oktober november dezember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    "pl": "styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca lipiec/lipca"
    " sierpień/sierpnia wrzesień/września październik/października listopad/listopada grudzień/grudnia",
    "cs": "leden/ledna únor/února březen/března duben/dubna květen/května červen/června/čvn červenec/července/čvc"
    " srpen/srpna září říjen/října listopad/listopadu prosinec/prosince",
    "sk": "január február marec apríl máj jún júl august september október november december",
    "hr": "siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja lipanj/lipnja"
    " srpanj/srpnja kolovoz/kolovoza rujan/rujna listopad/listopada studeni/studenoga prosinac/prosinca",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "el": "ιανουάριος/ιανουαρίου φεβρουάριος/φεβρουαρίου μάρτιος/μαρτίου απρίλιος/απριλίου μάιος/μαΐου"
    " ιούνιος/ιουνίου ιούλιος/ιουλίου αύγουστος/αυγούστου σεπτέμβριος/σεπτεμβρίου οκτώβριος/οκτωβρίου"
    " νοέμβριος/νοεμβρίου δεκέμβριος/δεκεμβρίου",
    "ru": "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа"
    " сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря",
    "uk": "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня"
    " серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
}
_SHORTEST: Final = 3
_NUMBERED: Final = re.compile(r"(?:thg|thang|th)?\s*(\d{1,2})\s*[月월]?")


def months_of(words: Iterable[str]) -> Mapping[str, int]:
    """Which month each word names: in the first language that knows them all, else each in the first that knows it.

    Words that name no month are absent from the answer.
    """
    named = {word: plain(word) for word in words}
    candidates = [{word: _month_in(forms, text) for word, text in named.items()} for forms in _tables().values()]
    whole = next((found for found in candidates if all(found.values())), None)
    if whole is None:
        whole = {word: next((found[word] for found in candidates if found[word]), None) for word in named}
    return {word: month for word, month in whole.items() if month}


def plain(text: str) -> str:
    """The word without accents, case or dots."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).replace(".", "").strip()


def _month_in(forms: Sequence[Sequence[str]], word: str) -> int | None:
    if (numbered := _NUMBERED.fullmatch(word)) and 1 <= int(numbered[1]) <= len(forms):
        return int(numbered[1])
    exact = [month for month, names in enumerate(forms, 1) if word in names]
    if exact or len(word) < _SHORTEST:
        return exact[0] if exact else None
    begun = [month for month, names in enumerate(forms, 1) if any(name.startswith(word) for name in names)]
    return begun[0] if len(begun) == 1 else None


_TABLES: dict[str, tuple[tuple[str, ...], ...]] = {}


def _tables() -> Mapping[str, Sequence[Sequence[str]]]:
    if not _TABLES:
        for language, names in _LANGUAGES.items():
            _TABLES[language] = tuple(tuple(plain(form) for form in month.split("/")) for month in names.split())
    return MappingProxyType(_TABLES)
