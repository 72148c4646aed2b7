"""A kind of organisation of its own for committees that mediate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_host"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("department", "职能部门"),
                    ("office", "街道（乡镇）办事处"),
                    ("committee", "社区（村）居委会"),
                    ("intake", "受理中心"),
                    ("party_committee", "党委"),
                    ("industry_committee", "行业党委"),
                    ("branch", "党支部"),
                    ("floating_branch", "流动党员党支部"),
                    ("enterprise", "企业"),
                    ("platform", "平台企业"),
                    ("association", "社会组织"),
                    ("mediation_committee", "人民调解委员会"),
                    ("team", "队伍"),
                ],
                max_length=24,
                verbose_name="类别",
            ),
        ),
    ]
