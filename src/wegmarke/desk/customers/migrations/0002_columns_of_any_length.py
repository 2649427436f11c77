from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="segment",
            name="columns",
            field=models.TextField(blank=True, verbose_name="columns"),
        ),
    ]
