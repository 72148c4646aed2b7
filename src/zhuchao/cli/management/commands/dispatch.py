"""`zhuchao dispatch train|test`: learn categories from labelled messages, and measure it."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.text.classify import Classifier, train
from zhuchao.text.labelled_file import Labelled, NoSuchColumn, read_labelled
from zhuchao.text.model_file import BrokenModel
from zhuchao.text.report import Miss, evaluate, surest_misses
from zhuchao.text.tables import Unreadable
from zhuchao.text.trial import Unlearnable

BAD_USAGE = 2
LISTED_ROWS = 20
SHOWN_MISSES = 12
SHOWN_CHARACTERS = 40


class Command(BaseCommand):
    """Works on files alone: the database is neither read nor written."""

    help = _("训练和检验类别推荐模型")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Both subcommands name a table file and its two columns."""
        todo = parser.add_subparsers(dest="todo", required=True, metavar="TODO")
        lines = {
            "train": _("从已标注的诉求训练模型，替换现有模型"),
            "test": _("用已标注的诉求检验现有模型"),
        }
        for name, line in lines.items():
            sub = todo.add_parser(name, help=line)
            sub.add_argument("file", type=Path, metavar="FILE", help=_("CSV 或 Excel 文件"))
            sub.add_argument("--text", required=True, metavar="COL", help=_("内容所在的列名"))
            sub.add_argument("--label", required=True, metavar="COL", help=_("类别所在的列名"))
            sub.add_argument("--json", action="store_true")

    def handle(self, *, todo: str, **options: Any) -> None:
        """Do it; exit 1 when there is nothing to learn or no model, 2 on a wrong file or column."""
        read = self._read(options["file"], options["text"], options["label"])
        work: dict[str, Callable[[Labelled], tuple[dict[str, Any], str]]] = {
            "train": self._train,
            "test": self._test,
        }
        document, words = work[todo](read)
        self.stdout.write(json.dumps(document, ensure_ascii=False) if options["json"] else words)

    def _read(self, file: Path, text: str, label: str) -> Labelled:
        try:
            read = read_labelled(file, text, label)
        except Unreadable as error:
            why = _(error.words) % {"given": error.given}
            raise _misuse(_("读不了“%(file)s”：%(why)s") % {"file": file, "why": why}) from error
        except NoSuchColumn as error:
            message = _("“%(file)s”中没有“%(column)s”列。现有列：%(columns)s")
            named = {"file": file, "column": error.column, "columns": "、".join(error.columns)}
            raise _misuse(message % named) from error
        self._tell_empty(read)
        if not read.texts:
            raise _misuse(_("“%(file)s”中没有内容和类别都齐全的行") % {"file": file})
        return read

    def _tell_empty(self, read: Labelled) -> None:
        for cell in read.empty[:LISTED_ROWS]:
            message = _("第 %(row)s 行“%(column)s”为空，已跳过")
            self.stderr.write(message % {"row": cell.row, "column": cell.column})
        if len(read.empty) > LISTED_ROWS:
            more = len(read.empty) - LISTED_ROWS
            self.stderr.write(_("另有 %(more)s 处为空，已跳过") % {"more": more})

    def _train(self, read: Labelled) -> tuple[dict[str, Any], str]:
        self.stderr.write(_("正在用 %(n)s 条诉求训练……") % {"n": len(read.texts)})
        try:
            classifier = train(read.texts, read.labels)
        except Unlearnable as error:
            raise CommandError(_("至少要有两个类别、两条不同的诉求才能训练")) from error
        classifier.save(_model())
        trial = classifier.trial
        document = {"labels": list(classifier.labels), **vars(trial), "model": str(_model())}
        words = _(
            "已训练 %(labels)s 个类别，共 %(n)s 条。交叉检验准确率 %(accuracy).1f%%，"
            "置信度平均偏差 %(error).1f 个百分点。模型：%(model)s"
        )
        return document, words % {
            "labels": len(classifier.labels),
            "n": trial.n,
            "accuracy": 100 * trial.accuracy,
            "error": 100 * trial.ece,
            "model": _model(),
        }

    def _test(self, read: Labelled) -> tuple[dict[str, Any], str]:
        classifier = _stored()
        report = evaluate(classifier, read.texts, read.labels)
        misses = surest_misses(classifier, read.texts, read.labels, SHOWN_MISSES)
        return report, "\n".join([*_figures(report), "", *_table(report), "", *_listed(misses)])


def _model() -> Path:
    return Path(settings.ZHUCHAO_HOME) / "models" / "dispatch"


def _stored() -> Classifier:
    try:
        return Classifier.load(_model())
    except FileNotFoundError as error:
        raise CommandError(_("还没有模型，请先运行 zhuchao dispatch train")) from error
    except BrokenModel as error:
        raise CommandError(_("模型文件已损坏或版本不符，请重新训练")) from error


def _misuse(message: str) -> CommandError:
    return CommandError(message, returncode=BAD_USAGE)


def _figures(report: dict[str, Any]) -> list[str]:
    return [
        _("条数　　　　%(n)s") % report,
        _("宏平均 F1　 %(macro_f1).4f") % report,
        _("准确率　　　%(accuracy).4f") % report,
        _("前二命中率　%(top2).4f") % report,
        _("置信度偏差　%(ece).4f") % report,
        _("每秒条数　　%(per_second).0f") % report,
    ]


def _table(report: dict[str, Any]) -> list[str]:
    """The true labels with what was proposed for them, most frequent first."""
    lines = [_("类别：推荐结果")]
    for label, counts in report["confusion"].items():
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        shares = [f"{name or _('无推荐')} {count}" for name, count in ranked if count]
        lines.append(f"{label}：{'，'.join(shares)}")
    return lines


def _listed(misses: list[Miss]) -> list[str]:
    """The misses the model was surest of: often the label is the one to look at again."""
    lines = [_("最有把握却不一致的（内容｜标注｜推荐｜置信度）")] if misses else []
    for miss in misses:
        start = " ".join(miss.text[:SHOWN_CHARACTERS].split())
        lines.append(f"{start}｜{miss.label}｜{miss.proposed}｜{miss.confidence:.2f}")
    return lines
