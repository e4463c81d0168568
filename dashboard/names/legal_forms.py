"""Legal forms of firms: one firm is printed with any of them, shortened or in full, or with none."""

IN_SYLLABLES = (
    "you xian gong si", "you xian ze ren gong si", "gu fen you xian gong si", "ji tuan you xian gong si", "gong si",
    "ji tuan", "ji tuan gong si", "chu sik hoe sa", "ju sik hoe sa", "hoe sa",
)  # fmt: skip
"""The forms of firms in Chinese and Korean letters, each of which is a word; AO is a form and 敖 a name."""

FORMS = (
    tuple(
        form.strip()
        for form in """
limited liability company; limited liability partnership; limited partnership; limited; ltd; llc; llp; lp; l l c; l t d
joint stock company; public joint stock company; open joint stock company; closed joint stock company
private joint stock company; non public joint stock company; public limited company; private limited
private limited company; company limited; co limited; company ltd; co ltd; co; company; corporation; corp
incorporated; inc; plc; pjsc; ojsc; cjsc; jsc; pte ltd; pte; pvt ltd; pvt; pty ltd; pty; p l c; j s c
joint stock; stock company; limited company; free zone establishment; free zone company; fze; fzc; fzco
fz llc; fz; dmcc
ooo; oao; zao; pao; ao; nao; tov; tzov; at; pat; prat; zat; vat; aod; chup; oaso; rup; fgup; gup; ano; nko; odo; chao
obshchestvo s ogranichennoy otvetstvennostyu; obschestvo s ogranichennoi otvetstvennostiu
aktsionernoe obshchestvo; akcionernoe obshchestvo; aktsionernoye obshchestvo
publichnoe aktsionernoe obshchestvo; otkrytoe aktsionernoe obshchestvo; zakrytoe aktsionernoe obshchestvo
publichnoye aktsionernoye obshchestvo; otkrytoye aktsionernoye obshchestvo; zakrytoye aktsionernoye obshchestvo
federalnoe gosudarstvennoe unitarnoe predpriyatie; unitarnoe predpriyatie
federal state unitary enterprise; state unitary enterprise; unitary enterprise
tovarystvo z obmezhenoyu vidpovidalnistyu; tovaristvo z obmezhenoiu vidpovidalnistiu
gmbh; gmbh co kg; ag; kg; ohg; se; ug; e v; sa; s a; sas; sarl; s a r l; eurl; snc; sl; s l; slu; srl; s r l; spa; s p a
societe anonyme; sociedad anonima; sociedad limitada; bv; b v; nv; n v; bvba; ab; oy; oyj; as; asa; aps; a s
kft; zrt; nyrt
sp z o o; spolka z ograniczona odpowiedzialnoscia; spolka akcyjna; sro; s r o; doo; d o o; dooel; ad; ead; eood; ood
uab; sia
anonim sirketi; limited sirketi; ltd sti; sti; san ve tic; sanayi ve ticaret; sae; sal; w l l; wll; qsc; kscc; saog
kabushiki kaisha; kk; k k; yugen kaisha; sdn bhd; bhd; tbk; pt; cv; jv
youxian gongsi; gufen youxian gongsi; jituan; gongsi; chusik hoesa; jusik hoesa; hoesa; hoisa
""".replace("\n", ";").split(";")
        if form.strip()
    )
    + IN_SYLLABLES
)
"""Plain Latin, one form between semicolons; forms in Cyrillic are met by how they sound in Latin."""

ALSO_NAMES = (
    "ao", "zao", "nao", "pao", "chao", "at", "pat", "vat", "zat", "tov", "ano", "odo", "co", "ab", "ad", "ag", "as",
    "asa", "sa", "sas", "sal", "se", "sia",
)  # fmt: skip
"""Forms that are names as well, such as Chao Wei, Vang Pao or Ko: they stay where one word would be left, and tell
little wherever they stay."""
